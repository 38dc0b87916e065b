package dev.tributary.federation.condition;

import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * State of all that an aggregator goes on from. Its memory is in two places that change in one transaction: the offsets of
 * its group, and the changelogs of its stores. Where one of them is lost, going on would lose or repeat updates in silence:
 *
 * <ul>
 *   <li>offsets without a changelog: what was admitted and not published, and the optimiser's state, are gone;
 *   <li>one changelog without the other: what one stage handed to the other is gone, or would come twice;
 *   <li>versions without either, as on a cluster to which the topics were copied: what is on {@code updates} would count
 *       a second time.
 * </ul>
 *
 * <p>Changelogs without offsets are safe: the store says where it was, and each record before is passed over.
 *
 * @param topics        names of the federation
 * @param inputs        each partition that is read
 * @param changelogs    each partition of the changelogs of both stages
 * @param newestVersion newest version on the topic of models; empty without one, or if stage 2 has its memory
 */
public record FederationCondition(
        FederationTopics topics, List<InputState> inputs, List<ChangelogState> changelogs, OptionalLong newestVersion) {

    /** How to go on where memory is lost. */
    public static final String REMEDY =
            "to go on from the newest model, without what was not published yet, make missing"
                    + " changelogs with: tributary topics apply; then: tributary federation adopt";

    /** Copies the lists. */
    public FederationCondition {
        inputs = List.copyOf(inputs);
        changelogs = List.copyOf(changelogs);
    }

    /**
     * Lists the findings.
     *
     * @return one of each input, then one of each partition of a changelog
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        inputs.forEach(input -> findings.add(new Finding(input.name(), input.shown() + input.outlook(), "")));
        changelogs.forEach(changelog -> findings.add(
                new Finding(changelog.topic() + "-" + changelog.partition(), changelog.shown(), flawOf(changelog))));
        return findings;
    }

    private String flawOf(ChangelogState changelog) {
        if (!changelog.isEmpty()) {
            return "";
        }
        return isOf(StoreNames.ADMISSION, changelog) ? flawOfAdmission(changelog) : flawOfRound();
    }

    private boolean isOf(String store, ChangelogState changelog) {
        return changelog.topic().equals(ConditionReader.changelog(topics, store));
    }

    private String flawOfAdmission(ChangelogState changelog) {
        return inputs.stream()
                .filter(input -> input.topic().equals(topics.updates()) && input.partition() == changelog.partition())
                .findFirst()
                .map(this::flawOfAdmission)
                .orElse("");
    }

    private String flawOfAdmission(InputState input) {
        if (input.wasRead()) {
            return "must hold what was admitted from " + input.name() + ", which the group has read through offset "
                    + (input.committed().getAsLong() - 1) + ", holds nothing";
        }
        boolean hasRound =
                changelogs.stream().anyMatch(changelog -> isOf(StoreNames.ROUND, changelog) && !changelog.isEmpty());
        if (hasRound && input.end() > 0) {
            return "must hold which updates of " + input.name() + " are in a version, since there is a round, holds"
                    + " nothing";
        }
        return "";
    }

    private String flawOfRound() {
        if (newestVersion.orElse(0) < 1) {
            return "";
        }
        return "must hold the open round and the optimiser's state after version " + newestVersion.getAsLong()
                + ", holds nothing";
    }

    /**
     * Says whether an aggregator can go on from there.
     *
     * @return whether it can
     */
    public boolean isSound() {
        return flaw().isEmpty();
    }

    private Optional<Finding> flaw() {
        return findings().stream().filter(finding -> !finding.isSound()).findFirst();
    }

    /**
     * Requires that an aggregator can go on from there.
     *
     * @throws FederationException naming the first flaw, and the way out
     */
    public void requireSound() {
        flaw().ifPresent(finding -> {
            throw new FederationException("changelog " + finding.subject() + " " + finding.flaw()
                    + "; was it deleted, or" + " were the topics copied without it? Restore it, or " + REMEDY);
        });
    }
}
