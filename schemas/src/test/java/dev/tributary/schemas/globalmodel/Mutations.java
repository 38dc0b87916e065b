package dev.tributary.schemas.globalmodel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What may happen to a record's bytes: bits turned, ends cut off or added, numbers made huge, records cut together. */
public final class Mutations {

    private static final int KINDS = 5;

    private final SplittableRandom random;

    /**
     * @param random decides, and is shared with the caller
     */
    public Mutations(SplittableRandom random) {
        this.random = random;
    }

    /** A copy of one record's bytes that one of these has happened to; the other is what it may be cut together with. */
    public byte[] of(byte[] one, byte[] other) {
        return switch (random.nextInt(KINDS)) {
            case 0 -> flipped(one);
            case 1 -> Arrays.copyOf(one, random.nextInt(one.length));
            case 2 -> Arrays.copyOf(one, one.length + 1 + random.nextInt(9));
            case 3 -> withHugeNumber(one);
            default -> spliced(one, other);
        };
    }

    private byte[] flipped(byte[] value) {
        byte[] copy = value.clone();
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            // Rather behind the header, where the flips are not all answered alike.
            copy[random.nextInt(Math.min(10, copy.length - 1), copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    /** Up to nine bytes of a varint close to the greatest long, over whatever stands there: lengths and counts too. */
    private byte[] withHugeNumber(byte[] value) {
        byte[] copy = value.clone();
        int at = random.nextInt(Math.min(10, copy.length - 1), copy.length);
        int length = random.nextInt(1, 10);
        for (int i = at; i < Math.min(copy.length, at + length); i++) {
            copy[i] = (byte) (i == at + length - 1 ? 0x7E : 0xFE);
        }
        return copy;
    }

    private byte[] spliced(byte[] one, byte[] two) {
        int cut = random.nextInt(one.length);
        ByteBuffer joined = ByteBuffer.allocate(cut + two.length - Math.min(cut, two.length));
        joined.put(one, 0, cut);
        if (cut < two.length) {
            joined.put(two, cut, two.length - cut);
        }
        return joined.array();
    }
}
