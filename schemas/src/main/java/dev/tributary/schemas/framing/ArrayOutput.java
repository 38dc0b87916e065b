package dev.tributary.schemas.framing;

import java.io.OutputStream;

/** Writes into an array that is as long as all bytes to come. */
final class ArrayOutput extends OutputStream {

    private final byte[] target;
    private int position;

    ArrayOutput(byte[] target, int position) {
        this.target = target;
        this.position = position;
    }

    @Override
    public void write(int value) {
        target[position++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, target, position, length);
        position += length;
    }
}
