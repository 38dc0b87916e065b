package dev.tributary.schemas.framing;

import java.io.OutputStream;

/** Counts the bytes that would be written. */
final class CountingOutput extends OutputStream {

    private int count;

    @Override
    public void write(int value) {
        count = Math.addExact(count, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        count = Math.addExact(count, length);
    }

    int count() {
        return count;
    }
}
