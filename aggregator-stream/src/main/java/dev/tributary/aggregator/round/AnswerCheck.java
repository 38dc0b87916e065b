package dev.tributary.aggregator.round;

import dev.tributary.aggregator.unmasking.MaskAnswer;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds what keeps a signed sum of masks from being that of a round: both parties then follow different settings.
 *
 * @param privacy settings in force
 * @param words   words of an update
 */
record AnswerCheck(PrivacySettings privacy, UpdateWords words) {

    /**
     * Checks an answer.
     *
     * @param given   the answer
     * @param round   the members that were asked for
     * @param version the version in the request
     * @return the flaw, one line; empty if there is none
     */
    Optional<String> flaw(MaskAnswer given, RoundWindow round, long version) {
        boolean hasShape = given.manifest().getWordCount() == words.length()
                && given.manifest().getWordBits()
                        == words.quantisation().wordSize().bits();
        boolean hasWeights = given.manifest().getWeights().equals(weightsInOrder(round, version));
        boolean hasNoise = given.manifest().getNoiseScale() == privacy.drawnNoiseScale();
        return hasShape && hasWeights && hasNoise
                ? Optional.empty()
                : Optional.of("the mask helper must keep to the aggregator's settings, answered with other"
                        + (hasShape ? "" : " words") + (hasWeights ? "" : " weights") + (hasNoise ? "" : " noise"));
    }

    private static List<Integer> weightsInOrder(RoundWindow round, long version) {
        Map<String, Integer> byId = round.members().stream()
                .collect(Collectors.toMap(UpdateMember::getUpdateId, member -> (int) member.getAggregationWeight()));
        return round.list(version).members().stream()
                .map(member -> byId.get(member.updateId()))
                .toList();
    }
}
