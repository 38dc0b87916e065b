package dev.tributary.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregator.combining.MaskedValues;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.ModelLog;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.release.ExactRelease;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.federation.release.WordRelease;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.Ed25519Signature;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.payload.Checksums;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A masked round in stage 2, from its members to its version, with a mask helper that this test plays. */
class UnmaskingStageTest {

    private static final int W = 16;
    private static final int PARAMETERS = 4;

    private final FederationSettings settings = SettingsFixtures.settings(
            "round: {goal: 4, quorum: 4}",
            "strategy: {weighting: uniform}",
            "privacy: {masking: required, threshold: 3}");
    private final UpdateWords words = new SummedWords(settings).ofUpdate(PARAMETERS);
    private final SigningKey root = SigningKey.random(new SecureRandom());
    private final ModelLog models = new ModelLog();
    private final MockProcessorContext<String, byte[]> context = MemoryStores.context(0);
    private final List<ReceivedPartial> log = new ArrayList<>();
    private final Map<String, int[]> masks = new HashMap<>();
    private final Map<String, int[]> clear = new HashMap<>();
    private final List<KeyValue<String, byte[]>> written = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(20261128);
    private RoundStage stage;
    private long answers;

    @BeforeEach
    void begin() {
        context.setCurrentSystemTimeMs(1000);
        models.write(ModelFixtures.initial(1, 2, 3, 4), 4096);
        MemoryStores.add(context, "round");
        start();
    }

    /** Starts, or starts again after a crash: all that was in memory is gone. */
    private void start() {
        stage = new RoundStage(
                settings,
                new RoundStage.Wiring(
                        "round",
                        "refusals",
                        4096,
                        models,
                        new RecordedLog(),
                        new ExactRelease(),
                        "unmask",
                        new ReleaseKeys(Optional.of(root.publicKey()), Optional.empty()),
                        new Publication(new RecordFraming(), "model", "rounds", 4096),
                        RoundObserver.NONE,
                        new RecordFraming(),
                        new FederationMetrics(new SimpleMeterRegistry(), "test", Clock.systemUTC())));
        stage.start(context, (from, through, visitor) -> {
            log.stream()
                    .filter(partial -> partial.offset() >= from && partial.offset() <= through)
                    .forEach(visitor);
            return through + 1;
        });
    }

    private void collectForwarded() {
        context.forwarded().forEach(forward -> {
            written.add(KeyValue.pair(forward.record().key(), forward.record().value()));
            if (forward.childName().equals(Optional.of("model"))) {
                models.accept(forward.record().key(), forward.record().value());
            }
        });
        context.resetForwards();
    }

    private int[] honest(float... delta) {
        return new SummedWords(settings)
                .updateQuantiser(PARAMETERS)
                .quantise(delta, new ExtraValues(10, 0.5, 0.75))
                .words()
                .clone();
    }

    private int[] randomWords() {
        return random.ints(words.length()).toArray();
    }

    /** An update of a client, under a mask, in two chunks of which the first ends within a word. */
    private void join(String client, int[] plain) {
        String updateId = client + "-" + log.size();
        int[] mask = randomWords();
        WordSum masked = WordSum.zero(WordSize.BITS_32, words.length());
        masked.add(0, plain, 1);
        masked.add(0, mask, 1);
        masks.put(updateId, mask);
        clear.put(updateId, plain);
        ByteBuffer payload = ByteBuffer.wrap(masked.toBytes());
        long version = models.newest().orElseThrow().version();
        ReceivedPartial partial = new ReceivedPartial(
                0,
                log.size() + 1,
                List.of(new UpdateMember(updateId, client, version, 0L, 0L, (double) W, 28L, 0, log.size() + 1L)),
                Map.of(),
                0,
                1,
                W,
                new MaskedValues(
                        WordSize.BITS_32,
                        List.of(payload.slice(0, 10), payload.slice(10, 18)),
                        W,
                        Digest.hash(updateId.getBytes(StandardCharsets.UTF_8))),
                log.size());
        log.add(partial);
        stage.process(Optional.of(partial), log.size(), log.size() - 1L);
        collectForwarded();
    }

    private void joinAll(String... clients) {
        for (String client : clients) {
            join(client, honest(0.5f, -0.25f, 0.125f, log.size()));
        }
    }

    private List<UnmaskRequest> requests() {
        return Records.ofType(UnmaskRequest.class, written);
    }

    private List<RoundResult> rounds() {
        return Records.ofType(RoundResult.class, written);
    }

    private MemberList lastList() {
        try {
            return MemberList.of(requests().get(requests().size() - 1));
        } catch (MalformedMaskException e) {
            throw new AssertionError(e);
        }
    }

    private MaskSum sum(MemberList list) {
        WordSum sum = WordSum.zero(WordSize.BITS_32, words.length());
        list.members().forEach(member -> sum.add(0, masks.get(member.updateId()), W));
        return answer(
                list,
                UnmaskVerdict.RELEASED,
                "",
                List.of(),
                list.members().stream().map(member -> W).toList(),
                sum.toBytes());
    }

    private MaskSum answer(
            MemberList list,
            UnmaskVerdict verdict,
            String reason,
            List<String> ids,
            List<Integer> weights,
            byte[] sum) {
        ByteBuffer payload = ByteBuffer.wrap(sum);
        return new MaskSum(
                list.requestId(),
                list.digest("test").toField(),
                verdict,
                reason,
                ids,
                weights,
                0.0,
                (long) sum.length / 4,
                32,
                (long) sum.length,
                1,
                Digest.hash(sum).toField(),
                new Ed25519Signature(new byte[64]),
                Checksums.crc32c(payload),
                payload);
    }

    private void give(MaskSum unsigned, SigningKey key) {
        MaskSum signed = MaskSum.newBuilder(unsigned)
                .setSignature(new SignedRecords("test").sign(key, unsigned))
                .build();
        stage.maskSum(new RecordFraming().encode(signed), answers++);
        collectForwarded();
    }

    /** The version that the members' integers give without any mask. */
    private float[] expected(MemberList list) {
        WordSum sum = WordSum.zero(WordSize.BITS_32, words.length());
        list.members().forEach(member -> sum.add(0, clear.get(member.updateId()), W));
        int[] weights = list.members().stream().mapToInt(member -> W).toArray();
        return new WordRelease(words, settings.round().normalization(), W)
                .release(1, sum, weights, 0)
                .fold(
                        released -> settings.strategy()
                                .create()
                                .step(new float[] {1, 2, 3, 4}, released.delta(), new ServerState(PARAMETERS)),
                        why -> {
                            throw new AssertionError(why);
                        });
    }

    private float[] newest() {
        return models.newest().orElseThrow().parameters();
    }

    @Test
    void shouldPublishTheClearSumWhenTheMasksAreTakenOff() {
        joinAll("a", "b", "c");
        assertThat(requests()).isEmpty();
        joinAll("d");
        MemberList list = lastList();
        assertThat(list.requestId()).isEqualTo("update/1");
        assertThat(rounds()).isEmpty();

        give(sum(list), root);

        assertThat(newest()).containsExactly(expected(list));
        assertThat(rounds()).singleElement().satisfies(round -> {
            assertThat(round.getUpdateCount()).isEqualTo(4);
            assertThat(round.getMetrics()).containsOnlyKeys("loss", "accuracy", "clipped");
            assertThat(round.getMetrics().get("accuracy")).isCloseTo(0.75, within(1e-5));
        });
    }

    @Test
    void shouldPublishTheSameWhenItIsKilledBetweenRequestAndAnswer() {
        joinAll("a", "b", "c", "d");
        MemberList list = lastList();
        joinAll("e");

        start();
        give(sum(list), root);

        assertThat(newest()).containsExactly(expected(list));
        // The member of the next round is in it, still.
        joinAll("f", "g", "h");
        assertThat(lastList().members()).hasSize(4);
        assertThat(lastList().requestId()).isEqualTo("update/2");
    }

    @Test
    void shouldCollectWithinBoundsWhenTheMaskHelperIsAway() {
        joinAll("a", "b", "c", "d", "e", "f", "g", "h");

        assertThat(requests()).hasSize(1);
        assertThat(stage.hasRoomFor("e")).as("a second update of a client").isFalse();
        assertThat(stage.hasRoomFor("a")).as("a client of the round that waits").isTrue();
        stage.onTick(1_000_000);
        assertThat(rounds()).isEmpty();
        give(sum(lastList()), root);
        stage.onTick(1_000_001);
        collectForwarded();
        assertThat(lastList().requestId()).isEqualTo("update/2");
    }

    @Test
    void shouldAskForASmallerListWhenAMemberIsReleasedAlready() {
        joinAll("a", "b", "c", "d");
        MemberList list = lastList();
        String taken = list.members().get(0).updateId();

        give(answer(list, UnmaskVerdict.REFUSED, "MEMBER_RELEASED", List.of(taken), List.of(), new byte[0]), root);
        MemberList smaller = lastList();
        assertThat(smaller.members()).hasSize(3);
        assertThat(smaller.requestId()).isEqualTo("update/1");
        // An answer to the first list is of no use any more.
        give(sum(list), root);
        assertThat(rounds()).isEmpty();
        start();
        give(sum(smaller), root);

        assertThat(newest()).containsExactly(expected(smaller));
        assertThat(rounds().get(0).getUpdateCount()).isEqualTo(3);
    }

    @Test
    void shouldDiscardTheRoundAndGoOnWhenOneClientSendsRandomWords() {
        joinAll("a", "b", "c");
        join("d", randomWords());

        give(sum(lastList()), root);

        assertThat(newest()).containsExactly(1, 2, 3, 4);
        assertThat(rounds()).singleElement().satisfies(round -> {
            assertThat(round.getUpdateCount()).isZero();
            assertThat(round.getDiscardedUpdateCount()).isEqualTo(4);
            assertThat(round.getNote()).contains("of the sum must be at most").endsWith("the model stays as it was");
        });
        joinAll("a", "b", "c", "d");
        give(sum(lastList()), root);
        assertThat(rounds().get(1).getUpdateCount()).isEqualTo(4);
    }

    @Test
    void shouldWaitOnWhenSomebodyElseSignsAnAnswer() {
        joinAll("a", "b", "c", "d");

        give(sum(lastList()), SigningKey.random(new SecureRandom()));

        assertThat(rounds()).isEmpty();
    }
}
