package dev.tributary.aggregator.updates;

import dev.tributary.aggregator.recorded.AdmissionStore;
import dev.tributary.aggregator.recorded.AdmissionStore.Progress;

/** How far a task has come, as its store has it. */
final class SavedProgress {

    private final AdmissionStore store;
    private Progress saved;

    SavedProgress(AdmissionStore store) {
        this.store = store;
        this.saved = store.progress();
    }

    Progress last() {
        return saved;
    }

    /** Saves it, but not while nothing happens: each put would be written to the changelog at the next commit. */
    void save(Progress progress) {
        if (!progress.equals(saved)) {
            store.putProgress(progress);
            saved = progress;
        }
    }
}
