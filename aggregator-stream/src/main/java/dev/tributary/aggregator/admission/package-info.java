/**
 * Which update may join a sum: a pure function from an update ({@link dev.tributary.aggregator.admission.UpdateManifest}) and
 * the facts about it ({@link dev.tributary.aggregator.admission.AdmissionFacts}) to admitted, or refused with a reason. Stands
 * between {@code intake}, which asks, and {@code combining}, which adds; knows neither.
 *
 * <p>Many files: each kind of update, each answer and each check has one.
 */
package dev.tributary.aggregator.admission;
