package dev.tributary.demo.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class DemoCommandTest {

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "--masking on",
                        "--masking must be required or off, was 'on'; off shows what a leak would hold"),
                Arguments.of(
                        "--clients 1",
                        "--clients must be 2 to 200 with masks, was 1; the sum over one client would be its update: have"
                                + " more, or choose --masking off"),
                Arguments.of(
                        "--encoding int8",
                        "--encoding must be float32 with masks, was int8; a masked word has 32 bits whatever it hides:"
                                + " leave it out, or choose --masking off"),
                Arguments.of("--masking off --clients 0", "--clients must be 1 to 200, was 0"),
                Arguments.of("--masking off --encoding zip", "--encoding must be"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldRefuseInOneLineWhenOptionsDoNotGoTogether(String options, String expected) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = DemoMain.commandLine().setErr(new PrintWriter(err));

        int exitCode = commandLine.execute(options.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains(expected);
    }
}
