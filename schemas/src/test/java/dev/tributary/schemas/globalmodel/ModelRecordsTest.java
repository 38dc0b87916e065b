package dev.tributary.schemas.globalmodel;

import static dev.tributary.schemas.globalmodel.ModelFixtures.CHUNK_BYTES;
import static dev.tributary.schemas.globalmodel.ModelFixtures.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelRecordsTest {

    private final RecordFraming framing = new RecordFraming();
    private final ModelRecords records = ModelFixtures.modelRecords();
    private final List<String> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    @Test
    void shouldWriteTombstonesOfTheHeadBeforeThoseOfItsChunks() {
        ModelRecords.expire(4, 3, this::take);

        assertThat(keys).containsExactly("4/head", "4/0", "4/1", "4/2");
        assertThat(values).containsOnlyNulls();
    }

    @Test
    void shouldWriteChunksThenHead() {
        long payloadBytes = records.write(model(7, 3), this::take);

        assertThat(keys).containsExactly("7/0", "7/1", "7/2", "7/head");
        assertThat(payloadBytes).isEqualTo(3 * CHUNK_BYTES - 4);
        assertThat(records.chunkCount(payloadBytes)).isEqualTo(3);
    }

    @Test
    void shouldCutTheChunksAtTheBound() throws Exception {
        records.write(model(7, 3), this::take);

        List<Integer> lengths = new ArrayList<>();
        for (byte[] value : values.subList(0, 3)) {
            PayloadChunk chunk = framing.decode(value, PayloadChunk.class);
            assertThat(chunk.getPayloadId()).isEqualTo("7");
            assertThat(chunk.getIndex()).isEqualTo(lengths.size());
            lengths.add(chunk.getPayload().remaining());
        }
        assertThat(lengths).containsExactly(CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES - 4);
    }

    @Test
    void shouldDescribeThePayloadInTheHead() throws Exception {
        GlobalModel model = model(7, 3);

        records.write(model, this::take);

        GlobalModelHead head = framing.decode(values.get(3), GlobalModelHead.class);
        assertThat(head.getVersion()).isEqualTo(7);
        assertThat(head.getChunkCount()).isEqualTo(3);
        assertThat(head.getPayloadBytes()).isEqualTo(4L * model.parameters().length);
        assertThat(head.getParameterCount()).isEqualTo(model.parameters().length);
        assertThat(head.getLayoutFingerprint()).isEqualTo(model.layout().fingerprint());
        assertThat(head.getProvenance()).isEqualTo(model.provenance());
    }

    @Test
    void shouldReturnTheSameModelWhenReadBack() {
        ParameterLayout layout = new ParameterLayout(List.of(
                new TensorLayout("0_W", List.of(2L, 3L), TensorOrder.F),
                new TensorLayout("0_b", List.of(3L), TensorOrder.C),
                new TensorLayout("temperature", List.of(), TensorOrder.C)));
        GlobalModel model = new GlobalModel(
                3,
                new ModelDefinition("dl4j-multilayer-json", "{}"),
                layout,
                new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, Float.MIN_VALUE},
                ModelFixtures.provenance(3));
        ModelAssembler assembler = new ModelAssembler(framing);

        records.write(model, assembler::accept);

        GlobalModel read = assembler.newest().orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(model);
    }

    @Test
    void shouldWriteNothingWhenTheDefinitionDoesNotFit() {
        GlobalModel small = model(0, 1);
        GlobalModel large = new GlobalModel(
                0,
                new ModelDefinition("example", "x".repeat(CHUNK_BYTES)),
                small.layout(),
                small.parameters(),
                small.provenance());

        assertThatThrownBy(() -> records.write(large, this::take))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("definition and layout of the model must fit in 1024 bytes, need ");
        assertThat(keys).isEmpty();
    }

    private void take(String key, byte[] value) {
        keys.add(key);
        values.add(value);
    }
}
