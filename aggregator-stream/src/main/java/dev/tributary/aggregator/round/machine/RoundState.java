package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregator.evaluation.judging.JudgeMemory;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * State of the open round and of the version that it is based on, as kept in the store of stage 2. Sums are not in it: the
 * log of partial sums is their write-ahead log. {@link RoundPhase} has the diagram.
 *
 * @param modelVersion newest published version; the open round publishes the next one
 * @param phase        its phase
 * @param times        its times
 * @param terms        its terms
 * @param positions    how far the input was read
 * @param kept         versions that are still on the model topic
 * @param judge        means of earlier versions
 */
public record RoundState(
        long modelVersion,
        RoundPhase phase,
        RoundTimes times,
        RoundTerms terms,
        LogPositions positions,
        KeptVersions kept,
        JudgeMemory judge) {

    /**
     * Begins a federation's first round under this aggregator.
     *
     * @param modelVersion version on the model topic
     * @param chunkCount   chunks of its payload
     * @param settings     settings of the file
     * @param nowMs        wall-clock time
     * @return the state
     */
    public static RoundState begun(long modelVersion, int chunkCount, FederationSettings settings, long nowMs) {
        RoundTerms terms = RoundTerms.begun(settings);
        SortedMap<Long, Integer> kept = new TreeMap<>(Map.of(modelVersion, chunkCount));
        return new RoundState(
                modelVersion,
                new RoundPhase.Collecting(),
                RoundTimes.opened(nowMs, terms.deadlineMs()),
                terms,
                LogPositions.BEGINNING,
                new KeptVersions(kept),
                JudgeMemory.empty(settings.evaluation()));
    }

    /**
     * Says whether a record of {@code control} was processed before.
     *
     * @param offset its offset
     * @return whether its command was carried out, or refused, already
     */
    public boolean hasReadControl(long offset) {
        return offset <= positions.controlThrough();
    }

    /** The state after a version was published: its round's time begins anew, and whatever was asked for is in force. */
    RoundState next(RoundPhase nextPhase, KeptVersions versions, JudgeMemory means, long nowMs) {
        RoundTerms next = RoundTerms.begun(terms.nextSettings()).announced();
        return new RoundState(
                modelVersion + 1,
                nextPhase,
                RoundTimes.opened(nowMs, next.deadlineMs()),
                next,
                positions,
                versions,
                means);
    }

    RoundState with(RoundPhase other) {
        return new RoundState(modelVersion, other, times, terms, positions, kept, judge);
    }

    RoundState with(RoundTimes other) {
        return new RoundState(modelVersion, phase, other, terms, positions, kept, judge);
    }

    RoundState with(RoundTerms other) {
        return new RoundState(modelVersion, phase, times, other, positions, kept, judge);
    }

    RoundState with(LogPositions other) {
        return new RoundState(modelVersion, phase, times, terms, other, kept, judge);
    }

    RoundState with(JudgeMemory other) {
        return new RoundState(modelVersion, phase, times, terms, positions, kept, other);
    }

    /**
     * Checks that a settings file asks for masks as the settings in force do: the topics that a process reads depend on it.
     *
     * @param file settings of the file
     * @throws FederationException if it does not
     */
    public void requireMasking(FederationSettings file) {
        boolean isMasked = terms.settings().privacy().isMasked();
        if (isMasked != file.privacy().isMasked()) {
            throw new FederationException("privacy.masking of the settings file must be "
                    + (isMasked ? "required" : "off") + ", as in the settings in force on the log, was "
                    + (isMasked ? "off" : "required") + "; take the federation's own federation.yaml");
        }
    }
}
