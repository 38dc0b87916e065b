/**
 * Which update may join a sum: a pure function from an update ({@link dev.tributary.aggregator.admission.UpdateManifest}) and
 * the facts about it ({@link dev.tributary.aggregator.admission.AdmissionFacts}) to admitted, or refused with a reason. Stands
 * between {@code intake}, which asks, and {@code combining}, which adds; knows neither.
 */
package dev.tributary.aggregator.admission;
