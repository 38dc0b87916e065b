package dev.tributary.leaktest.artefacts;

import dev.tributary.masking.mask.Secret;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Bytes that only one client has, and that must stand nowhere else: a piece of its delta, of its words, and the seed of its mask. */
public final class PlantedTokens {

    private static final int VALUES = 8;

    private PlantedTokens() {}

    /**
     * Lists the tokens of an update.
     *
     * @param plan        how deltas become words
     * @param delta       the client's delta; not changed
     * @param from        index of the first of eight values that are not all 0
     * @param seed        of the seeds of masks
     * @param member      which user it is
     * @param baseVersion version that the update comes from
     * @return 32 bytes each: little-endian floats, little-endian words, the seed of the mask
     */
    public static List<byte[]> of(SumPlan plan, float[] delta, int from, long seed, int member, long baseVersion) {
        ByteBuffer floats = ByteBuffer.allocate(VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer words = ByteBuffer.allocate(VALUES * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (QuantisedUpdate quantised = plan.quantise(delta);
                Secret mask = MaskedClient.maskSeed(seed, member, baseVersion)) {
            for (int i = from; i < from + VALUES; i++) {
                floats.putFloat(delta[i]);
                words.putInt(quantised.words()[i]);
            }
            List<byte[]> tokens = new ArrayList<>();
            tokens.add(floats.array());
            tokens.add(words.array());
            tokens.add(mask.bytes().clone());
            return tokens;
        }
    }
}
