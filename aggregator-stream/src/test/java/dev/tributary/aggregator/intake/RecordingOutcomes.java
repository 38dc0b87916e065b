package dev.tributary.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.arithmetic.L2Norm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Remembers what was admitted as a task would, and counts what was refused. */
final class RecordingOutcomes implements AdmissionOutcomes {

    private final AdmittedUpdates admittedUpdates;
    private final List<String> admitted = new ArrayList<>();
    private final List<String> admittedWithBase = new ArrayList<>();
    private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);

    RecordingOutcomes(AdmittedUpdates admittedUpdates) {
        this.admittedUpdates = admittedUpdates;
    }

    @Override
    public void admitted(Admitted update, long offset, long wholeAtMs) {
        update.<Runnable>fold(
                        delta -> () ->
                                assertThat(L2Norm.of(delta.delta().toArray())).isFinite(),
                        masked -> () -> assertThat(masked.words().chunks()).isNotEmpty())
                .run();
        assertThat(update.staleness()).isNotNegative();
        admittedUpdates.add(new AdmittedUpdate(
                update.clientId(),
                update.updateId(),
                update.baseVersion(),
                1,
                admitted.size(),
                offset,
                update.staleness(),
                1,
                1,
                0));
        admitted.add(update.updateId());
        admittedWithBase.add(update.clientId() + " " + update.updateId() + " on " + update.baseVersion());
    }

    @Override
    public int remaining() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void rejected(RejectedUpdate update) {
        rejected.merge(update.reason(), 1, Integer::sum);
    }

    /** Ids, in order. */
    List<String> admitted() {
        return admitted;
    }

    /** Clients, ids and base versions, in order. */
    List<String> admittedWithBase() {
        return admittedWithBase;
    }

    /** How many of each reason. */
    Map<RejectionReason, Integer> rejected() {
        return rejected;
    }
}
