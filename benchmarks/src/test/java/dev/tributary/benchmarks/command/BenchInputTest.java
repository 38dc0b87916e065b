package dev.tributary.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchInputTest {

    @ParameterizedTest
    @CsvSource({
        "ingest --updates 5 --goal 2, --updates must be a multiple of --goal 2 was 5",
        "ingest --goal 0, --goal must be 1 to 300 was 0",
        "ingest --encoding morse, --encoding must be one of",
        "ingest --parameters 0, --parameters must be 1 to",
        "ingest --json /no/such/place/f.json, --json must be a file in an existing directory",
        "latency --rounds 0, --rounds must be 1 to",
        "memory --goals 10 --updates 3, --updates must be 10 to",
        "fleet --clients 0, --clients must be 1 to",
        "rounds --clients 201, --clients must be 1 to 200",
        "kernels no-such-kernel, REGEX must match one of",
        "kernels (, REGEX must be a regular expression",
        "ingest --updates many, 'many' is not an int"
    })
    void shouldRefuseInOneLineWhenInputIsWrong(String words, String message) {
        StringWriter err = new StringWriter();
        CommandLine command = BenchMain.commandLine().setErr(new PrintWriter(err, true));
        int exitCode = command.execute(words.split(" ", -1));
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().replace(",", "")).contains(message).hasLineCount(1);
    }
}
