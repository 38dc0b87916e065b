package dev.tributary.schemas.globalmodel;

import static dev.tributary.schemas.globalmodel.ModelFixtures.model;
import static dev.tributary.schemas.globalmodel.ModelFixtures.records;
import static dev.tributary.schemas.globalmodel.ModelFixtures.recordsWithHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.MemoryOrder;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.avro.TensorShape;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelAssemblerTest {

    private final RecordFraming framing = new RecordFraming();
    private final ModelAssembler assembler = new ModelAssembler(framing);

    /** Heads that are decodable and cannot be right. */
    static Stream<Arguments> impossibleHeads() {
        return Stream.of(
                impossible("no chunk", head -> head.setChunkCount(0)),
                impossible("fewer than no chunks", head -> head.setChunkCount(-5)),
                impossible("chunks that are not there", head -> head.setChunkCount(Integer.MAX_VALUE)),
                impossible("fewer chunks than there are", head -> head.setChunkCount(1)),
                impossible("negative length", head -> head.setPayloadBytes(-1)),
                impossible("longer payload", head -> head.setPayloadBytes(Long.MAX_VALUE)),
                impossible("another digest", head -> head.setPayloadDigest(new Sha256(new byte[32]))),
                impossible("unknown encoding", head -> head.setEncoding(PayloadEncoding.UNKNOWN)),
                impossible("encoding for deltas alone", head -> head.setEncoding(PayloadEncoding.TOP_K)),
                impossible("another number of parameters", head -> head.setParameterCount(1)),
                impossible("another fingerprint", head -> head.setLayoutFingerprint("0".repeat(64))),
                impossible("no tensor", head -> head.setLayout(List.of())),
                impossible("empty dimension", head -> head.setLayout(shape(0L))),
                impossible("more parameters than fit", head -> head.setLayout(shape(1L << 40))),
                impossible("a size that overflows", head -> head.setLayout(shape(1L << 40, 1L << 40))),
                impossible("no format", head -> head.setDefinition(definition(""))),
                impossible("negative version", head -> head.setVersion(-1)),
                impossible("version of another key", head -> head.setVersion(8)));
    }

    @Test
    void shouldReadTheGoldenVersion() {
        assembler.accept("7/0", GoldenFiles.bytes("good_model_chunk"));
        assertThat(assembler.newest()).isEmpty();

        assembler.accept("7/head", GoldenFiles.bytes("GlobalModelHead"));

        GlobalModel model = assembler.newest().orElseThrow();
        assertThat(model.version()).isEqualTo(7);
        assertThat(model.parameters()).containsExactly(0.25f, -0.75f, 1.125f, 0.5f, -2.5f, 0.0625f, 1.5f, 0, -1, 4);
        assertThat(model.definition()).isEqualTo(new ModelDefinition("example-text", "dense 2 → 3, bias, temperature"));
        assertThat(model.layout().tensors().get(0).order()).isEqualTo(TensorOrder.F);
        assertThat(model.provenance().getBaseVersion()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "INT8"})
    void shouldReadWhatWasPublishedWhenTheModelIsRounded(PayloadEncoding encoding) throws Exception {
        PayloadCodec codec = PayloadCodecs.of(encoding).orElseThrow();
        GlobalModel model = model(7, 3);
        float[] published = new float[model.parameters().length];
        codec.decode(codec.encode(model.parameters()), published);

        new ModelRecords(framing, codec, 1024).write(model, assembler::accept);

        assertThat(assembler.newest().orElseThrow().parameters())
                .containsExactly(published)
                .isNotEqualTo(model.parameters());
    }

    @Test
    void shouldNeedEveryChunk() {
        Map<String, byte[]> records = records(model(7, 3));

        records.forEach((key, value) -> {
            assertThat(assembler.newest()).isEmpty();
            assembler.accept(key, value);
        });

        assertThat(assembler.newest()).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossibleHeads")
    void shouldPassOverWhenTheHeadCannotBeRight(String name, UnaryOperator<GlobalModelHead> change) {
        records(model(6, 3)).forEach(assembler::accept);
        recordsWithHead(model(7, 3), change).forEach(assembler::accept);

        assertThat(assembler.newest()).map(GlobalModel::version).contains(6L);
        assertThat(assembler.version(7)).isEmpty();
    }

    @Test
    void shouldPassOverWhenChunksHaveAGap() {
        Map<String, byte[]> records = records(model(7, 3));
        records.put("7/5", records.remove("7/1"));

        records.forEach(assembler::accept);

        assertThat(assembler.newest()).isEmpty();
    }

    @Test
    void shouldPassOverWhenAChunkStandsUnderTheKeyOfAnother() {
        Map<String, byte[]> records = records(model(7, 3));
        records.put("7/1", records.get("7/2"));

        records.forEach(assembler::accept);

        assertThat(assembler.newest()).isEmpty();
    }

    @Test
    void shouldPassOverWhenAHeadStandsUnderTheKeyOfAnother() {
        Map<String, byte[]> records = records(model(7, 3));
        records.put("6/head", records.remove("7/head"));

        records.forEach(assembler::accept);

        assertThat(assembler.newest()).isEmpty();
    }

    @Test
    void shouldPassOverWhenAChunkIsCorrupt() throws Exception {
        Map<String, byte[]> records = records(model(7, 3));
        PayloadChunk chunk = framing.decode(records.get("7/1"), PayloadChunk.class);
        chunk.getPayload().put(0, (byte) ~chunk.getPayload().get(0));
        records.put("7/1", framing.encode(chunk));

        records.forEach(assembler::accept);

        assertThat(assembler.newest()).isEmpty();
    }

    @Test
    void shouldTryAgainWhenABrokenVersionIsWrittenAnew() {
        Map<String, byte[]> good = records(model(7, 3));
        records(model(7, 3)).forEach(assembler::accept);
        assembler.accept("7/1", good.get("7/2"));
        assertThat(assembler.newest()).isEmpty();

        assembler.accept("7/1", good.get("7/1"));

        assertThat(assembler.newest()).isPresent();
    }

    @Test
    void shouldForgetWhatGetsATombstone() {
        records(model(6, 3)).forEach(assembler::accept);
        records(model(7, 3)).forEach(assembler::accept);

        assembler.accept("7/1", null);
        assertThat(assembler.newest()).map(GlobalModel::version).contains(6L);
        assembler.accept("6/head", null);
        assertThat(assembler.newest()).isEmpty();
    }

    @Test
    void shouldTakeTombstonesOfVersionsThatItNeverSaw() {
        assembler.accept("3/head", null);
        assembler.accept("3/0", null);
        records(model(7, 3)).forEach(assembler::accept);

        assertThat(assembler.newest()).map(GlobalModel::version).contains(7L);
    }

    @Test
    void shouldForgetUpToTheVersionThatWasTaken() {
        records(model(6, 3)).forEach(assembler::accept);
        records(model(7, 3)).forEach(assembler::accept);

        assertThat(assembler.takeNewerThan(5)).map(GlobalModel::version).contains(7L);
        assertThat(assembler.takeNewerThan(5)).isEmpty();
        assertThat(assembler.newest()).isEmpty();
        assertThat(assembler.newestHead()).isEmpty();
    }

    @Test
    void shouldTakeNothingWhenNoVersionIsNewer() {
        records(model(6, 3)).forEach(assembler::accept);

        assertThat(assembler.takeNewerThan(6)).isEmpty();
    }

    private static Arguments impossible(String name, UnaryOperator<GlobalModelHead.Builder> change) {
        UnaryOperator<GlobalModelHead> head =
                good -> change.apply(GlobalModelHead.newBuilder(good)).build();
        return arguments(name, head);
    }

    private static List<TensorShape> shape(Long... lengths) {
        return List.of(new TensorShape("parameters", List.of(lengths), MemoryOrder.C));
    }

    private static dev.tributary.schemas.avro.ModelDefinition definition(String format) {
        return new dev.tributary.schemas.avro.ModelDefinition(format, "");
    }
}
