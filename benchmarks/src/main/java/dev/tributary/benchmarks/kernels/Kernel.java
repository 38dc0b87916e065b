package dev.tributary.benchmarks.kernels;

/** One piece of work over vectors that it holds, to be repeated. */
@FunctionalInterface
interface Kernel {

    /**
     * Does it once.
     *
     * @return something that depends on the work, so that no compiler leaves it out
     * @throws Exception never in practice: a kernel works on good input
     */
    Object run() throws Exception;
}
