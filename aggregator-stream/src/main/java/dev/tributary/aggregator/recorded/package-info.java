/**
 * Decisions of stage 1 that outlive a crash: which updates were admitted, which were held, which were refused last. Kept
 * in the change-logged {@link dev.tributary.aggregator.recorded.AdmissionStore}; after a crash they answer in the place of
 * the rules, as {@link dev.tributary.aggregator.recorded.RecordedDecisions}. Depends on neither intake nor combining.
 */
package dev.tributary.aggregator.recorded;
