package dev.tributary.schemas.framing;

/** Upper bounds of the bytes that parts of records take. */
public final class RecordSizes {

    /** Most bytes that a member takes in a manifest: two ids of 64 characters, seven numbers of up to 10 bytes. */
    public static final int MEMBER_BYTES = 200;

    private RecordSizes() {}
}
