/**
 * Stage 1's first half: which update may join a sum. Holds what is not complete, checks, deduplicates, refuses. What it
 * must not forget it keeps in {@link dev.tributary.aggregator.admission.AdmissionStore}.
 */
package dev.tributary.aggregator.admission;
