package dev.tributary.schemas.layout;

/** Order in which the elements of a tensor are flattened. */
public enum TensorOrder {
    /** Last index fastest, as in C and numpy's default. */
    C,
    /** First index fastest, as in Fortran and most of DL4J's dense parameters. */
    F
}
