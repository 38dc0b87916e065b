package dev.tributary.process.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedOutputTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>();

    private WatchedOutput output(OutputStream target) {
        return new WatchedOutput(target, new PrintStream(err, true, StandardCharsets.UTF_8), ends::add);
    }

    /** A target that fails from its second write on. */
    private static OutputStream breaking(String reason) {
        return new OutputStream() {

            private int writes;

            @Override
            public void write(int octet) throws IOException {
                if (writes++ > 0) {
                    throw new IOException(reason);
                }
            }
        };
    }

    @Test
    void shouldPassOnWhatIsPrintedWhenItIsRead() {
        // Given
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        WatchedOutput output = output(read);

        // When
        new PrintStream(output, true, StandardCharsets.UTF_8).print("version 1\n");

        // Then
        assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("version 1\n");
        assertThat(output.failure()).isEmpty();
        assertThat(ends).isEmpty();
    }

    @Test
    void shouldEndOnceAndSilentlyWhenTheReaderHasLeft() {
        // Given
        WatchedOutput output = output(breaking("Broken pipe"));

        // When
        output.write('1');
        output.write('2');
        output.write('3');
        output.flush();

        // Then
        assertThat(ends).containsExactly(WatchedOutput.READER_LEFT);
        assertThat(output.failure()).hasValue(WatchedOutput.READER_LEFT);
        assertThat(err.size()).isZero();
    }

    @Test
    void shouldSayWhyWhenTheDiskIsFull() {
        // Given
        WatchedOutput output = output(breaking("No space left on device"));

        // When
        output.write('1');
        output.write('2');

        // Then
        assertThat(ends).containsExactly(WatchedOutput.NOT_WRITTEN);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("tributary: standard output must be writable, was not: No space left on device"
                        + System.lineSeparator());
    }
}
