package dev.tributary.schemas.framing;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from an array, and gives fields of type {@code bytes} as views of that array instead of
 * copies: a payload is nearly all of its record. Everything else is Avro's own decoder's. Not thread-safe.
 */
final class SlicingDecoder extends Decoder {

    private BinaryDecoder in;
    private byte[] source;
    private int end;

    /** Begins to read; {@link #isEnd} says when all is read. */
    SlicingDecoder on(byte[] bytes, int offset, int length) {
        in = DecoderFactory.get().binaryDecoder(bytes, offset, length, in);
        source = bytes;
        end = offset + length;
        return this;
    }

    boolean isEnd() throws IOException {
        return in.isEnd();
    }

    /**
     * Gives a view, from position 0 to limit.
     *
     * @throws EOFException if the length is not that of bytes that are there
     */
    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        long length = in.readLong();
        int left = in.remainingBytes();
        if (length < 0 || length > left) {
            throw new EOFException("bytes must have a length of 0 to " + left + ", had " + length);
        }
        ByteBuffer view = ByteBuffer.wrap(source, end - left, (int) length).slice();
        in.skipFixed((int) length);
        return view;
    }

    @Override
    public void skipBytes() throws IOException {
        in.skipBytes();
    }

    @Override
    public int remainingBytes() {
        return in.remainingBytes();
    }

    @Override
    public void readNull() throws IOException {
        in.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return in.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return in.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return in.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return in.readDouble();
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return in.readString(old);
    }

    @Override
    public String readString() throws IOException {
        return in.readString();
    }

    @Override
    public void skipString() throws IOException {
        in.skipString();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        in.readFixed(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        in.skipFixed(length);
    }

    @Override
    public int readEnum() throws IOException {
        return in.readEnum();
    }

    @Override
    public long readArrayStart() throws IOException {
        return in.readArrayStart();
    }

    @Override
    public long arrayNext() throws IOException {
        return in.arrayNext();
    }

    @Override
    public long skipArray() throws IOException {
        return in.skipArray();
    }

    @Override
    public long readMapStart() throws IOException {
        return in.readMapStart();
    }

    @Override
    public long mapNext() throws IOException {
        return in.mapNext();
    }

    @Override
    public long skipMap() throws IOException {
        return in.skipMap();
    }

    @Override
    public int readIndex() throws IOException {
        return in.readIndex();
    }
}
