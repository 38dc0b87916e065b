package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleVectorTest {

    @Test
    void shouldWriteGoldenBytesWhenValuesAreGolden() {
        JsonNode golden = GoldenFiles.json("vectors").get("float64");
        byte[] payload = HexFormat.of().parseHex(golden.get("payload").textValue());

        assertThat(DoubleVector.encode(goldenValues(golden.get("bits")))).isEqualTo(ByteBuffer.wrap(payload));
    }

    @Test
    void shouldAddElementByElement() throws Exception {
        double[] sum = {1, -2, 0.5};

        DoubleVector.addTo(DoubleVector.encode(new double[] {0.25, 2, 1e300}), sum);

        assertThat(sum).containsExactly(1.25, 0, 1e300);
    }

    @Test
    void shouldKeepEveryBitWhenAddedToZero() throws Exception {
        double[] values = {Double.MIN_VALUE, 0.1, -Double.MAX_VALUE, Math.PI};
        double[] sum = new double[values.length];

        DoubleVector.addTo(DoubleVector.encode(values), sum);

        assertThat(sum).containsExactly(values);
    }

    @Test
    void shouldReadFromThePositionWhenPayloadIsAView() throws Exception {
        ByteBuffer record = ByteBuffer.allocate(5 + 16 + 3);
        record.put(5, DoubleVector.encode(new double[] {4, 5}).array());
        record.position(5).limit(21);
        double[] sum = {1, 1};

        DoubleVector.addTo(record, sum);

        assertThat(sum).containsExactly(5, 6);
        assertThat(record.position()).isEqualTo(5);
        assertThat(record.limit()).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 15, 17, 24})
    void shouldLeaveTheSumAloneWhenLengthDoesNotFit(int bytes) {
        double[] sum = {1, 2};

        assertThatThrownBy(() -> DoubleVector.addTo(ByteBuffer.allocate(bytes), sum))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.LENGTH))
                .hasMessage("FLOAT64 payload of 2 parameters must have 16 bytes, had " + bytes);
        assertThat(sum).containsExactly(1, 2);
    }

    private static double[] goldenValues(JsonNode bits) {
        return GoldenFiles.stream(bits)
                .mapToDouble(node -> Double.longBitsToDouble(Long.parseUnsignedLong(node.textValue(), 16)))
                .toArray();
    }
}
