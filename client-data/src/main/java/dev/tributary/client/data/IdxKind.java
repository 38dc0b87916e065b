package dev.tributary.client.data;

/** The two kinds of IDX file that a labelled data set has; both hold unsigned bytes. */
enum IdxKind {
    /** Three dimensions: images, rows, columns. */
    IMAGES("image", 0x0803, 3),
    /** One dimension: labels. */
    LABELS("label", 0x0801, 1);

    private final String noun;
    private final int magic;
    private final int dimensionCount;

    IdxKind(String noun, int magic, int dimensionCount) {
        this.noun = noun;
        this.magic = magic;
        this.dimensionCount = dimensionCount;
    }

    /** Returns the name of one entry of the file in messages. */
    String noun() {
        return noun;
    }

    /** Returns the first four bytes of such a file, big-endian: two zeros, the type (8, unsigned byte), dimensions. */
    int magic() {
        return magic;
    }

    /** Returns how many four-byte lengths follow the magic. */
    int dimensionCount() {
        return dimensionCount;
    }

    /** Returns the length of the header in bytes. */
    int headerBytes() {
        return 4 + 4 * dimensionCount;
    }
}
