package dev.tributary.federation.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.arithmetic.StalenessFactor;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.arithmetic.WeightRule;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.federation.settings.reading.SettingsReader;
import dev.tributary.federation.settings.reading.SettingsText;
import dev.tributary.privacy.quantisation.StalenessWeights;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.TextFile;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Everything that a federation's owner decides, checked. {@code docs/operations.md} lists the keys.
 *
 * @param topicPlan  topics, with the number of partitions of {@code updates} and the replication factor
 * @param round      when a round closes and how updates weigh
 * @param strategy   how a round's updates become the next model
 * @param admission  bounds of admission
 * @param combining  when stage 1 forwards its partial sums
 * @param model      how many versions stay readable, and how they are encoded
 * @param evaluation how reports on a version count, when the federation is done, which version is bad
 * @param privacy    masks and noise
 * @param text       the text that they were read from, at most 64 KiB: how they travel on the log
 */
public record FederationSettings(
        TopicPlan topicPlan,
        RoundSettings round,
        StrategySettings strategy,
        AdmissionSettings admission,
        CombiningSettings combining,
        ModelSettings model,
        EvaluationSettings evaluation,
        PrivacySettings privacy,
        String text) {

    private static final int MAX_BYTES = 1 << 16;

    /**
     * Reads a settings file.
     *
     * @param file a {@code federation.yaml}
     * @return the settings
     * @throws FederationException naming the file, and the key with its bound and value, if anything is wrong
     */
    public static FederationSettings load(Path file) {
        String text = read(file);
        try {
            return parse(text);
        } catch (FederationException e) {
            throw new FederationException(file + ": " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new FederationException(
                        file + ": " + tooLong(Files.size(file)).getMessage());
            }
            return TextFile.read(file);
        } catch (IOException e) {
            throw new FederationException(file + " must be a readable settings file: " + e.getMessage(), e);
        }
    }

    /**
     * Reads settings from text.
     *
     * @param yaml the content of a {@code federation.yaml}
     * @return the settings
     * @throws FederationException naming the key with its bound and value, if anything is wrong
     */
    public static FederationSettings parse(String yaml) {
        int bytes = yaml.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw tooLong(bytes);
        }
        SettingsReader reader = new SettingsReader("", SettingsText.read(yaml));
        FederationTopics topics = new FederationTopics(reader.text("federation"));
        SettingsReader topicSection = reader.section("topics");
        StrategySettings strategy = StrategySettings.read(reader.section("strategy"));
        RoundSettings round =
                RoundSettings.read(reader.section("round"), strategy.create().leastClients());
        PrivacySettings privacy = PrivacySettings.read(reader.section("privacy"));
        TopicPlan plan = new TopicPlan(
                topics,
                (int) topicSection.integer("updatePartitions", 1, 1, 1000),
                // -1 leaves it to the broker's default.replication.factor.
                (short) topicSection.integer("replicationFactor", -1, -1, 32),
                privacy.isMasked());
        FederationSettings settings = new FederationSettings(
                plan,
                round,
                strategy,
                AdmissionSettings.read(reader.section("admission")),
                CombiningSettings.read(reader.section("combining")),
                ModelSettings.read(reader.section("model")),
                EvaluationSettings.read(reader.section("evaluation")),
                privacy,
                yaml);
        reader.refuseUnknownKeys();
        strategy.requireEnoughClients(settings.round());
        new PrivacyChecks(settings).requireSound();
        return settings;
    }

    /** Says whether the values are the same, however they are written. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FederationSettings that
                && topicPlan.equals(that.topicPlan)
                && round.equals(that.round)
                && strategy.equals(that.strategy)
                && admission.equals(that.admission)
                && combining.equals(that.combining)
                && model.equals(that.model)
                && evaluation.equals(that.evaluation)
                && privacy.equals(that.privacy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topicPlan, round, strategy, admission, combining, model, evaluation, privacy);
    }

    private static FederationException tooLong(long bytes) {
        return new FederationException("settings must have at most " + MAX_BYTES + " bytes, had " + bytes);
    }

    /**
     * Makes the same settings with another strategy.
     *
     * @param name name of the strategy, which gets its defaults
     * @return other settings, which are written as JSON (and so as YAML)
     * @throws FederationException if there is no such strategy, or the round has too few clients for it
     */
    public FederationSettings withStrategy(String name) {
        ObjectNode tree = SettingsText.read(text);
        tree.putObject("strategy").put("name", name);
        return parse(tree.toString());
    }

    /**
     * Checks that a running federation can go over to other settings.
     *
     * @param next the other settings
     * @throws FederationException naming the setting that cannot change
     */
    public void requireChangeTo(FederationSettings next) {
        PrivacyChecks.requireSame(
                "federation", topics().federation(), next.topics().federation());
        PrivacyChecks.requireSame(
                "topics.updatePartitions", topicPlan.updatePartitions(), next.topicPlan.updatePartitions());
        PrivacyChecks.requireSame(
                "topics.replicationFactor", topicPlan.replicationFactor(), next.topicPlan.replicationFactor());
        PrivacyChecks.requireChange(this, next);
    }

    /**
     * Names the federation's topics.
     *
     * @return the names
     */
    public FederationTopics topics() {
        return topicPlan.topics();
    }

    /**
     * Gives the rule of an update's aggregation weight.
     *
     * @return the rule by which updates are weighed
     */
    public WeightRule weightRule() {
        return new WeightRule(
                admission.exampleCountCap(), strategy.weighting(), new StalenessFactor(round.stalenessExponent()));
    }

    /**
     * Weighs an update.
     *
     * @param exampleCount examples that the client trained on by its own account, at least 1
     * @param staleness    versions published since its base version, 0 or more
     * @return its weight; with noise, where examples are in the numbers themselves, a whole number from 0 to
     *     privacy.weightScale, 0 being too stale to count
     */
    public UpdateWeight weigh(long exampleCount, long staleness) {
        UpdateWeight weight = weightRule().of(exampleCount, staleness);
        return privacy.isNoised()
                ? new UpdateWeight(weight.countedExamples(), stalenessWeights().of(staleness))
                : weight;
    }

    /**
     * Gives the whole-numbered weights of updates whose numbers are whole too: under masks, or with noise.
     *
     * @return weight by staleness, from 0 to privacy.weightScale
     */
    public StalenessWeights stalenessWeights() {
        return new StalenessWeights(privacy.weightScale(), round.stalenessExponent());
    }

    /**
     * Shows the settings that shape a model version, for its provenance.
     *
     * @return values by path
     */
    public Map<String, String> provenance() {
        Map<String, String> shown = new TreeMap<>();
        shown.put("round.mode", SettingsReader.show(round.mode()));
        shown.put("round.samplingRate", String.valueOf(round.samplingRate()));
        shown.put("model.encoding", SettingsReader.show(model.encoding()));
        shown.put("round.goal", String.valueOf(round.goal()));
        shown.put("round.quorum", String.valueOf(round.quorum()));
        shown.put("round.deadline", round.deadline().toMillis() + "ms");
        shown.put("round.maxStaleness", String.valueOf(round.maxStaleness()));
        shown.put("round.stalenessExponent", String.valueOf(round.stalenessExponent()));
        shown.put("round.normalization", SettingsReader.show(round.normalization()));
        shown.put("admission.maxDeltaNorm", String.valueOf(admission.maxDeltaNorm()));
        shown.put("admission.clippingNorm", String.valueOf(admission.clippingNorm()));
        strategy.show(shown);
        shown.put("admission.exampleCountCap", String.valueOf(admission.exampleCountCap()));
        evaluation.show(shown);
        privacy.show(shown);
        return shown;
    }
}
