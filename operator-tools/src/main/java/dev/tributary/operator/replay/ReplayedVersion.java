package dev.tributary.operator.replay;

/**
 * One version as it was computed again.
 *
 * @param version     the version
 * @param updates     updates that it was computed from
 * @param strategy    the strategy that computed it
 * @param isIdentical whether every bit is that of the published version
 * @param distance    L2 norm of the difference from the published version; 0 if it is identical
 * @param isCompared  whether the published version is still on the model topic; the two before mean nothing otherwise
 */
public record ReplayedVersion(
        long version, int updates, String strategy, boolean isIdentical, double distance, boolean isCompared) {}
