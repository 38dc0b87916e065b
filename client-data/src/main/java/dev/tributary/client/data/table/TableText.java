package dev.tributary.client.data.table;

import dev.tributary.schemas.FederationException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The text of a table's file: UTF-8 with or without a byte-order mark, plain or gzipped, told apart by the first bytes. */
final class TableText {

    /** A gigabyte of text would take five in memory; tables of this size belong in a trainer of the caller's own. */
    static final int MOST_BYTES = 256 << 20;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TableText() {}

    /**
     * Reads a whole file.
     *
     * @throws FederationException if it is missing, unreadable, empty, too long, corrupt or not UTF-8
     */
    static String read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new FederationException(
                    file + " must be a CSV file, was " + (Files.exists(file) ? "no file" : "missing"));
        }
        byte[] bytes = bytes(file);
        String text = decoded(file, bytes);
        String table = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        if (table.isBlank()) {
            throw new FederationException(file + " must hold at least 1 row, was empty");
        }
        return table;
    }

    private static byte[] bytes(Path file) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream in = isGzip(raw) ? new GZIPInputStream(raw, 1 << 16) : raw) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new FederationException(file + " must be at most " + MOST_BYTES + " bytes of text, was longer");
            }
            return bytes;
        } catch (ZipException | EOFException e) {
            throw new FederationException(file + " must be a sound gzip file, was corrupt: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FederationException(file + " must be readable, was not: " + e.getMessage(), e);
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean isGzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return isGzip;
    }

    private static String decoded(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new FederationException(String.format(
                    Locale.ROOT,
                    "%s line %d must be UTF-8, was the byte 0x%02x; save the file as UTF-8",
                    file,
                    line,
                    bytes[in.position()]));
        }
        return out.flip().toString();
    }
}
