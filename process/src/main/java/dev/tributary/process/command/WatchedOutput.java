package dev.tributary.process.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Standard output that ends the process when it cannot be written. Java ignores SIGPIPE and {@link PrintStream} keeps
 * its errors to itself, so that a command in a pipe would go on for ever after the reader has left.
 *
 * <p>Thread-safe as far as its target is; bytes written after the first failure are dropped.
 */
final class WatchedOutput extends OutputStream {

    /** Exit code after the reader has left, as a shell shows it for a program that SIGPIPE ended. */
    static final int READER_LEFT = 141;

    /** Exit code when it cannot be written for another reason, such as a full disk. */
    static final int NOT_WRITTEN = 1;

    private static volatile WatchedOutput installed;

    private final OutputStream target;
    private final PrintStream err;
    private final IntConsumer end;
    private volatile int failure;

    /**
     * @param target where bytes go
     * @param err    for the one line of a failure that nobody else sees
     * @param end    called once, with the exit code, by the thread that wrote; must not wait for it
     */
    WatchedOutput(OutputStream target, PrintStream err, IntConsumer end) {
        this.target = target;
        this.err = err;
        this.end = end;
    }

    /** Puts one in the place of {@link System#out}. */
    static WatchedOutput install() {
        WatchedOutput output =
                new WatchedOutput(new FileOutputStream(FileDescriptor.out), System.err, WatchedOutput::endProcess);
        System.setOut(new PrintStream(output, true, encoding()));
        installed = output;
        return output;
    }

    /** Exit code of this process's standard output, empty while nothing has failed. */
    static OptionalInt failureOfThisProcess() {
        WatchedOutput output = installed;
        return output == null ? OptionalInt.empty() : output.failure();
    }

    /** In a thread of its own: the one that writes may hold locks that shutdown hooks want. */
    private static void endProcess(int exitCode) {
        new Thread(() -> System.exit(exitCode), "standard-output-closed").start();
    }

    private static Charset encoding() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }

    /** Returns the exit code of the failure, or empty while there was none. */
    OptionalInt failure() {
        return failure == 0 ? OptionalInt.empty() : OptionalInt.of(failure);
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failure != 0) {
            return;
        }
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void flush() {
        if (failure != 0) {
            return;
        }
        try {
            target.flush();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException reason) {
        boolean hasReaderLeft =
                String.valueOf(reason.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
        failure = hasReaderLeft ? READER_LEFT : NOT_WRITTEN;
        if (!hasReaderLeft) {
            err.println("tributary: standard output must be writable, was not: " + reason.getMessage());
        }
        end.accept(failure);
    }
}
