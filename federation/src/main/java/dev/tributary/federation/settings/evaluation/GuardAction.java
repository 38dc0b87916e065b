package dev.tributary.federation.settings.evaluation;

/** Fate of a version that the guard finds bad. */
public enum GuardAction {
    /** It is marked as bad on {@code rounds}, and nothing else. */
    MARK,
    /** It is marked, and the best version that is still readable is published again. */
    ROLLBACK
}
