package dev.tributary.operator.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.operator.command.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no broker; {@code topics apply} and {@code topics check} meet a real one in e2e-tests. */
class TopicsCommandTest {

    @Test
    void shouldNameTheSubcommandsWhenNoneIsGiven() {
        CommandRun run = CommandRun.of("topics");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "check"})
    void shouldSayInOneLineThatNoBrokerListens(String subcommand) throws IOException {
        String server = "127.0.0.1:" + unusedPort();

        CommandRun run = CommandRun.of(
                "topics", subcommand, "--settings", TopicsFixtures.SETTINGS, "--bootstrap-server", server);

        assertThat(run)
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "tributary: bootstrap.servers " + server
                                + " did not answer within " + TopicsApplyCommand.TIMEOUT.toSeconds()
                                + " s; is a broker listening there?\n"));
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
