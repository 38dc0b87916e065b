package dev.tributary.aggregator.intake;

import dev.tributary.arithmetic.Blocks;
import dev.tributary.arithmetic.L2Norm;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Values that stand in their chunks as they are, measured while further chunks come. No array of the model's length is
 * made of them (docs/performance.md, "What an update costs").
 */
final class ArrivingFloats implements ArrivingValues<MeasuredDelta> {

    private final ChunkedFloats values = new ChunkedFloats();
    private final L2Norm norm = new L2Norm();
    private float[] block = new float[0];
    private int measured;

    @Override
    public void add(ByteBuffer chunk) {
        values.add(chunk);
        while (values.length() - measured >= Blocks.LENGTH) {
            measure(Blocks.LENGTH);
        }
    }

    private void measure(int count) {
        // Not before so many values have come: an update that only begins must not cost more than it is counted for.
        block = block.length < count ? new float[count] : block;
        values.read(measured, block, count);
        norm.add(block, 0, count);
        measured += count;
    }

    @Override
    public MeasuredDelta finish(List<ByteBuffer> chunks, int parameterCount) throws PayloadException {
        values.requireLength(parameterCount);
        measure(parameterCount - measured);
        return new MeasuredDelta(values, norm.value());
    }
}
