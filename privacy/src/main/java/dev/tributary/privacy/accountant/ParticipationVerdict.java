package dev.tributary.privacy.accountant;

/** Whether a client may take part in a release. */
public enum ParticipationVerdict {

    /** It may. */
    ADMITTED,

    /** It has taken part as often as it may. */
    CAP_REACHED,

    /** Its last release is too near. */
    TOO_SOON,

    /** Its ε would pass the budget. */
    BUDGET_SPENT
}
