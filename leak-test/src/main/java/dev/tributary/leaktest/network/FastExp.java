package dev.tributary.leaktest.network;

/**
 * {@code e^x} to 4 in a million, several times as fast as {@link Math#exp}, since a softmax over a vocabulary is mostly this:
 * {@code 2^n · 2^f} with n = ⌊x·log2 e⌋, 2^f by its Taylor polynomial of degree 6 around 1/2, 2^n by its bits.
 */
final class FastExp {

    private static final float LOG2_E = 1.44269504f;
    private static final float LN_2 = 0.69314718f;
    private static final float ROOT_OF_2 = 1.41421356f;
    /** 1 / 2!, 1 / 3! and so on: as factors, since a division costs as much as ten of them. */
    private static final float C2 = 1 / 2f;

    private static final float C3 = 1 / 6f;
    private static final float C4 = 1 / 24f;
    private static final float C5 = 1 / 120f;
    private static final float C6 = 1 / 720f;
    /** Below it a float has no normal numbers. */
    private static final float LEAST = -87;

    private FastExp() {}

    /** {@code e^x} of 0 or less; what lies below e^-87 is that. */
    static float of(float x) {
        float binary = Math.max(x, LEAST) * LOG2_E;
        int whole = (int) binary - 1;
        float t = (binary - whole - 0.5f) * LN_2;
        float power = 1 + t * (1 + t * (C2 + t * (C3 + t * (C4 + t * (C5 + t * C6)))));
        return ROOT_OF_2 * power * Float.intBitsToFloat((whole + 127) << 23);
    }
}
