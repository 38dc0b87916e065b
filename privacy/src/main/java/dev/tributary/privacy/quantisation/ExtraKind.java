package dev.tributary.privacy.quantisation;

/** Figures of a masked update beside its delta. None stands in the clear. */
public enum ExtraKind {

    /** The weight {@code n / n_max} of an update in a mean by examples. */
    EXAMPLES,

    /** Mean training loss. */
    LOSS,

    /** Training accuracy. */
    ACCURACY,

    /** Whether the delta was clipped: the word is +scale or −scale, so that its reach is one scale, not two. */
    CLIPPED
}
