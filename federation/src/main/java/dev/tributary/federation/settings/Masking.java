package dev.tributary.federation.settings;

/** Whether updates may stand on the log in the clear. */
public enum Masking {
    /** Every update comes under a mask; one in the clear is refused. */
    REQUIRED,
    /** Updates stand in the clear: whoever reads the log, a replica or a backup can tell whose is which. */
    OFF
}
