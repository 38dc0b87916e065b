package dev.tributary.aggregator.round;

import dev.tributary.schemas.avro.PartialSum;
import java.nio.ByteBuffer;

/**
 * A partial sum whose chunks are all there.
 *
 * @param manifest its manifest
 * @param payload  its sums, from position to limit
 * @param offset   offset of its first record
 */
record ReceivedPartial(PartialSum manifest, ByteBuffer payload, long offset) {}
