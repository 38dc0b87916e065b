/**
 * The Python client in {@code clients/python}: its own tests, and a federation of both languages. Skipped where no
 * interpreter with its packages is found, except by {@code .ci/run}, which fails then.
 */
package dev.tributary.e2e.python;
