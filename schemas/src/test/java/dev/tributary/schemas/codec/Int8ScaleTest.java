package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The bounds of a block's scale, as docs/protocol.md has them. */
class Int8ScaleTest {

    private static ByteBuffer block(float scale) {
        ByteBuffer payload = ByteBuffer.allocate(Float.BYTES + 2).order(ByteOrder.LITTLE_ENDIAN);
        return payload.putFloat(scale).put((byte) 127).put((byte) -128).flip();
    }

    @Test
    void shouldTakeMinusZeroAsZeroWhenItIsTheScale() throws PayloadException {
        float[] values = {1, 1};

        PayloadCodecs.INT8.decode(block(-0f), values);

        assertThat(values[0]).isZero();
        assertThat(values[1]).isZero();
    }

    @Test
    void shouldRefuseWhenScaleIsBelowZeroByTheLeastAmount() {
        assertThatThrownBy(() -> PayloadCodecs.INT8.decode(block(-Float.MIN_VALUE), new float[2]))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.flaw()).isEqualTo(PayloadException.Flaw.MALFORMED));
    }
}
