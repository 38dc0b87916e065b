package dev.tributary.operator.replay;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.ModelReader;
import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.OffsetRange;
import dev.tributary.log.reading.Patience;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a federation's retained updates again and computes its versions anew, without publishing anything: with the
 * settings that were in force, to check published versions, or with others, to see their versions of the same
 * updates in the same rounds.
 *
 * <p>A strategy's memory begins at zero at the version that the replay begins with. So a strategy with moments gives
 * the published bits only from the version on which it began.
 */
public final class FederationReplay implements AutoCloseable {

    /** With the start of a JVM below the 15 s within which wrong input is answered. */
    private static final Duration CONNECT = Duration.ofSeconds(8);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Strategy of a version that is the one before, published again for settings to come into force with it. */
    private static final String SETTINGS_ALONE = "settings";

    private final FederationTopics topics;
    private final Map<String, Object> kafkaConfig;
    private final FederationSettings atFirst;
    private final Framings framings;
    private final CommittedReader reader;

    /** Hears of each version as it is done. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Hears of a version.
         *
         * @param version    the version that it made
         * @param parameters its parameters; not to be changed
         */
        void replayed(ReplayedVersion version, float[] parameters);
    }

    /**
     * Checks that the broker answers and the topics are there.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param settings    settings that the federation began with, for rounds before others were applied
     * @throws FederationException if the broker does not answer in time, or a topic is missing
     */
    public FederationReplay(Map<String, Object> kafkaConfig, FederationSettings settings) {
        this.topics = settings.topics();
        this.atFirst = settings;
        this.framings = Framings.of(kafkaConfig);
        this.kafkaConfig = Map.copyOf(kafkaConfig);
        try (Cluster cluster = Cluster.connect(kafkaConfig, CONNECT)) {
            cluster.requireTopics(List.of(topics.rounds(), topics.model(), topics.updates()));
        }
        this.reader = CommittedReader.open(kafkaConfig, Fetching.PRESENT);
    }

    /**
     * Computes the versions after one that is still on the model topic.
     *
     * @param fromVersion the version to begin with
     * @param other       settings to compute with; empty for those that were in force
     * @param listener    hears of each version
     * @throws FederationException if something that is needed is no longer there
     */
    public void run(long fromVersion, Optional<FederationSettings> other, Listener listener) {
        RoundArchive rounds = readRounds(fromVersion);
        float[] current = published(fromVersion)
                .orElseThrow(() -> new FederationException("version " + fromVersion + " must be on " + topics.model()
                        + " to begin with, was not; those that are: tributary model list"))
                .parameters();
        UpdateArchive updates = new UpdateArchive(reader, framings.newFraming(), topics.updates());
        updates.find(membersAfter(fromVersion, rounds));
        RoundReplay replay = new RoundReplay(updates::read, current.length);
        for (long version = fromVersion + 1; version <= rounds.newestVersion(); version++) {
            RoundResult result = rounds.result(version);
            List<UpdateMember> members = rounds.members(version);
            FederationSettings settings = other.orElse(inForce(rounds, version));
            Optional<GlobalModel> published = published(version);
            boolean isRound =
                    result.getCloseReason() == CloseReason.GOAL || result.getCloseReason() == CloseReason.DEADLINE;
            boolean isNoised = inForce(rounds, version).privacy().isNoised();
            current = isRound && !isNoised
                    ? replay.next(current, version, members, settings)
                    : published
                            .orElseThrow(() -> new FederationException("version " + result.getVersion()
                                    + (isRound ? ", whose noise is drawn once," : ", which an operator published,")
                                    + " must still be on " + topics.model() + ", was not"))
                            .parameters();
            // A version with noise is taken as given; a strategy's memory cannot be told from it.
            if ((!isRound || isNoised) && !SETTINGS_ALONE.equals(result.getStrategy())) {
                replay.forgetServerState();
            }
            String strategy =
                    isRound ? settings.strategy().name() + (isNoised ? ", as released" : "") : result.getStrategy();
            listener.replayed(compare(version, isRound ? members.size() : 0, strategy, published, current), current);
        }
    }

    private static ReplayedVersion compare(
            long version, int updates, String strategy, Optional<GlobalModel> published, float[] replayed) {
        if (published.isEmpty()) {
            return new ReplayedVersion(version, updates, strategy, false, 0, false);
        }
        float[] expected = published.get().parameters();
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = (double) expected[i] - replayed[i];
            squares += difference * difference;
        }
        return new ReplayedVersion(
                version, updates, strategy, Arrays.equals(expected, replayed), Math.sqrt(squares), true);
    }

    private FederationSettings inForce(RoundArchive rounds, long version) {
        String text = rounds.result(version - 1).getSettings();
        return text.isEmpty() ? atFirst : FederationSettings.parse(text);
    }

    private static Set<UpdateMember> membersAfter(long version, RoundArchive rounds) {
        Set<UpdateMember> members = new HashSet<>();
        for (long later = version + 1; later <= rounds.newestVersion(); later++) {
            members.addAll(rounds.members(later));
        }
        return members;
    }

    private RoundArchive readRounds(long fromVersion) {
        RoundArchive archive = new RoundArchive(framings.newFraming(), fromVersion);
        TopicPartition partition = new TopicPartition(topics.rounds(), 0);
        OffsetRange range = reader.range(partition, TIMEOUT);
        reader.read(
                partition,
                range.begin(),
                range.end(),
                Patience.ofSilence(TIMEOUT),
                record -> archive.accept(record.value()));
        return archive;
    }

    private Optional<GlobalModel> published(long version) {
        try (ModelReader reader = new ModelReader(kafkaConfig, topics.model())) {
            return reader.version(version, TIMEOUT);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
