package dev.tributary.client.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorFeedbackTest {

    private static final ParameterLayout LAYOUT = ParameterLayout.flat(4);

    /** Two of four parameters. */
    private static final PayloadCodec HALF = PayloadCodecs.topK(0.5);

    private final RecordFraming framing = new RecordFraming();

    @TempDir
    private Path directory;

    @Test
    void shouldAddWhatWasLeftOutToTheNextDeltaWhenTheUpdateHasArrived() throws Exception {
        UpdateEncoder encoder = encoder(HALF, ErrorFeedback.inMemory());
        EncodedUpdate first = encode(encoder, LAYOUT, 4, 3, 2, 1);
        first.arrived();

        EncodedUpdate second = encode(encoder, LAYOUT, 0, 0, 1, 1);

        assertThat(sent(first)).containsExactly(4, 3, 0, 0);
        assertThat(sent(second)).containsExactly(0, 0, 3, 2);
    }

    @Test
    void shouldKeepTheOldResidualWhenAnUpdateIsGivenUp() throws Exception {
        UpdateEncoder encoder = encoder(HALF, ErrorFeedback.inMemory());
        encode(encoder, LAYOUT, 4, 3, 2, 1).arrived();
        EncodedUpdate givenUp = encode(encoder, LAYOUT, 9, 9, 0, 0);

        EncodedUpdate next = encode(encoder, LAYOUT, 0, 0, 0, 0);

        assertThat(sent(givenUp)).containsExactly(9, 9, 0, 0);
        assertThat(sent(next)).containsExactly(0, 0, 2, 1);
    }

    @Test
    void shouldTakeTheResidualOverOnlyWhenTheBrokerHasAcknowledgedAll() throws Exception {
        FlakyProducer producer = new FlakyProducer().failing(0, new TimeoutException("no answer"));
        UpdatePublisher publisher =
                new UpdatePublisher(() -> producer, "fl.digits.updates", UpdateFixtures.CLIENT, new RecordFraming());
        UpdateEncoder encoder = encoder(HALF, ErrorFeedback.inMemory());
        EncodedUpdate update = encode(encoder, LAYOUT, 4, 3, 2, 1);

        assertThatThrownBy(() -> publisher.publish(update)).isInstanceOf(TimeoutException.class);
        float[] beforeArrival = sent(encode(encoder, LAYOUT, 0, 0, 0, 0));
        publisher.publish(update);
        float[] afterArrival = sent(encode(encoder, LAYOUT, 0, 0, 0, 0));

        assertThat(beforeArrival).containsOnly(0);
        assertThat(afterArrival).containsExactly(0, 0, 2, 1);
    }

    @Test
    void shouldLoseNothingForGoodWhenManyUpdatesAreSent() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        ParameterLayout layout = ParameterLayout.flat(200);
        for (PayloadCodec codec : new PayloadCodec[] {PayloadCodecs.TOP_K, PayloadCodecs.INT8, PayloadCodecs.FLOAT16}) {
            UpdateEncoder encoder = encoder(codec, ErrorFeedback.inMemory());
            double[] learnt = new double[200];
            double[] arrived = new double[200];
            for (int round = 0; round < 300; round++) {
                float[] delta = new float[200];
                for (int i = 0; i < delta.length; i++) {
                    delta[i] = (float) random.nextDouble(-0.5, 1);
                    learnt[i] += delta[i];
                }
                EncodedUpdate update = encode(encoder, layout, delta);
                update.arrived();
                float[] sent = sent(update);
                for (int i = 0; i < sent.length; i++) {
                    arrived[i] += sent[i];
                }
            }
            // What is still out is one residual, however many rounds there were: at 5 % each parameter waits about
            // 20 rounds for its turn, in which it gathers about 20 means of 0.25.
            for (int i = 0; i < learnt.length; i++) {
                assertThat(arrived[i])
                        .as("%s, parameter %s", codec.encoding(), i)
                        .isCloseTo(learnt[i], within(15.0));
            }
            assertThat(Arrays.stream(learnt).average().orElseThrow()).isGreaterThan(70);
        }
    }

    @Test
    void shouldDropTheResidualWhenTheLayoutChanges() throws Exception {
        UpdateEncoder encoder = encoder(HALF, ErrorFeedback.inMemory());
        encode(encoder, LAYOUT, 4, 3, 2, 1).arrived();

        EncodedUpdate other = encode(encoder, ParameterLayout.flat(2), 1, 2);

        assertThat(sent(other)).containsExactly(0, 2);
        assertThat(sent(encode(encoder, LAYOUT, 0, 0, 0, 0))).containsOnly(0);
    }

    @Test
    void shouldDropTheResidualWhenTheSumWouldNotBeFinite() throws Exception {
        UpdateEncoder encoder = encoder(PayloadCodecs.topK(0.25), ErrorFeedback.inMemory());
        encode(encoder, LAYOUT, Float.MAX_VALUE, 3e38f, 0, 0).arrived();

        EncodedUpdate next = encode(encoder, LAYOUT, 0, 2e38f, 0, 0);

        assertThat(sent(next)).containsExactly(0, 2e38f, 0, 0);
    }

    @Test
    void shouldNotChangeTheDeltaWhenItIsWritten() {
        UpdateEncoder encoder = encoder(HALF, ErrorFeedback.inMemory());
        encode(encoder, LAYOUT, 4, 3, 2, 1).arrived();
        float[] delta = {1, 1, 1, 1};

        encode(encoder, LAYOUT, delta).arrived();

        assertThat(delta).containsOnly(1);
    }

    @Test
    void shouldGoOnWithTheResidualWhenTheClientStartsAgain() throws Exception {
        encode(encoder(HALF, kept()), LAYOUT, 4, 3, 2, 1).arrived();

        EncodedUpdate afterRestart = encode(encoder(HALF, kept()), LAYOUT, 0, 0, 0, 0);

        assertThat(sent(afterRestart)).containsExactly(0, 0, 2, 1);
        try (var files = Files.list(directory.resolve(UpdateFixtures.CLIENT.value()))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("residual");
        }
    }

    @Test
    void shouldBeginAnewWhenTheFileIsOfAnotherLayout() throws Exception {
        encode(encoder(HALF, kept()), LAYOUT, 4, 3, 2, 1).arrived();

        for (int parameters : new int[] {2, 3, 5, 100}) {
            float[] zeros = new float[parameters];
            EncodedUpdate afterRestart = encode(encoder(HALF, kept()), ParameterLayout.flat(parameters), zeros);
            assertThat(sent(afterRestart)).containsOnly(0);
        }
    }

    @Test
    void shouldBeginAnewWhenTheFileIsDamagedAnywhere() throws Exception {
        encode(encoder(HALF, kept()), LAYOUT, 4, 3, 2, 1).arrived();
        Path file = directory.resolve(UpdateFixtures.CLIENT.value()).resolve("residual");
        byte[] good = Files.readAllBytes(file);

        for (int i = 0; i <= good.length; i++) {
            byte[] bad = i == good.length ? Arrays.copyOf(good, good.length - 1) : good.clone();
            bad[Math.min(i, bad.length - 1)] ^= 1;
            Files.write(file, bad);
            assertThat(sent(encode(encoder(HALF, kept()), LAYOUT, 0, 0, 0, 0))).containsOnly(0);
        }
    }

    @Test
    void shouldGoOnInMemoryWhenTheFileCannotBeWritten() throws IOException, Exception {
        Path notADirectory = Files.writeString(directory.resolve("file"), "");
        var feedback = ErrorFeedback.keptIn(new ResidualFile(notADirectory, UpdateFixtures.CLIENT));
        UpdateEncoder encoder = encoder(HALF, feedback);
        encode(encoder, LAYOUT, 4, 3, 2, 1).arrived();

        assertThat(sent(encode(encoder, LAYOUT, 0, 0, 0, 0))).containsExactly(0, 0, 2, 1);
    }

    private ErrorFeedback kept() {
        return ErrorFeedback.keptIn(new ResidualFile(directory, UpdateFixtures.CLIENT));
    }

    private static UpdateEncoder encoder(PayloadCodec codec, ErrorFeedback feedback) {
        var deltas = new DeltaWriter(codec, new SplittableRandom(1), Optional.of(feedback));
        return new UpdateEncoder(UpdateFixtures.CLIENT, deltas, 1024, new SplittableRandom(42));
    }

    private static EncodedUpdate encode(UpdateEncoder encoder, ParameterLayout layout, float... delta) {
        return encoder.encode(3, layout, new LocalUpdate(delta, 5, Map.of()));
    }

    /** What the aggregator reads; all updates here fit in their manifest. */
    private float[] sent(EncodedUpdate update) throws Exception {
        ModelUpdate manifest = framing.decode(update.record(0, framing), ModelUpdate.class);
        float[] values = new float[(int) manifest.getParameterCount()];
        PayloadCodecs.of(manifest.getEncoding()).orElseThrow().decode(manifest.getPayload(), values);
        return values;
    }
}
