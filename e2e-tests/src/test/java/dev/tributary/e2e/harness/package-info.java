/** What the tests of the whole stand on: a federation of their own, clients with known deltas, processes, readers. */
package dev.tributary.e2e.harness;
