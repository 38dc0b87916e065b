package dev.tributary.aggregator.evaluation.judging;

/**
 * Says when the mean over some of a group's clients can stand for the mean over all of them.
 *
 * <p>Of {@code g} clients whose values spread by {@code s}, the mean over {@code n} that happen to report differs from that
 * over all by a standard error of {@code s √(1/n − 1/g)} (Cochran 1977, <em>Sampling Techniques</em>, section 2.6). It must
 * be at most an eighth of the spread: {@code 1/n − 1/g ≤ 1/64}. So of up to eight clients all must be there, of nine eight,
 * of twenty sixteen, and 64 are enough of any number.
 *
 * <p>The same bound says when a group has become another one: the clients that it has more or fewer move the mean by as much.
 */
public final class ComparableGroup {

    /** Square of how many times the standard error goes into the spread. */
    private static final long RESOLUTION = 64;

    private ComparableGroup() {}

    /**
     * Gives the least part of a group that stands for it.
     *
     * @param group clients of the group, 0 or more
     * @return clients that must have reported, at most as many as the group has
     */
    public static long least(long group) {
        return group == 0 ? 0 : (RESOLUTION * group + RESOLUTION + group - 1) / (RESOLUTION + group);
    }

    /**
     * Says whether two numbers of clients are near enough for their means to be compared.
     *
     * @param one   clients behind one mean, 0 or more
     * @param other clients behind the other, 0 or more
     * @return whether the smaller number stands for the larger
     */
    public static boolean areComparable(long one, long other) {
        return Math.min(one, other) >= least(Math.max(one, other));
    }
}
