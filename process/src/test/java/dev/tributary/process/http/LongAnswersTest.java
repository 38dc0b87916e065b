package dev.tributary.process.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection on which an answer goes on, beside one on which a request does. */
class LongAnswersTest {

    private final LongAnswers longAnswers = new LongAnswers();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final GuardedServer server =
            GuardedServer.start("--port", "127.0.0.1", 0, new TickingHandler(), longAnswers);

    @AfterEach
    void close() {
        clock.shutdownNow();
        server.close();
    }

    /** Answers with a line a second, for ever; lets the connection be open for that on {@code /long} alone. */
    private final class TickingHandler extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (Request.getPathInContext(request).equals("/long")) {
                longAnswers.add(request);
            }
            clock.scheduleAtFixedRate(
                    () -> response.write(
                            false, ByteBuffer.wrap("tick\n".getBytes(StandardCharsets.UTF_8)), Callback.NOOP),
                    0,
                    1,
                    TimeUnit.SECONDS);
            return true;
        }
    }

    /** How long the connection of a request stayed open, up to a limit, in milliseconds. */
    private long openFor(String path, long limitMs) throws IOException {
        long begin = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(GuardedServer.IDLE_TIMEOUT_MS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            long open = 0;
            while (open < limitMs && lines.readLine() != null) {
                open = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            }
            return open;
        }
    }

    @Test
    void shouldStayOpenWhenAnAnswerIsAllowedToGoOn() throws IOException {
        long limitMs = GuardedServer.LONGEST_CONNECTION_MS + 3_000;

        assertThat(openFor("/long", limitMs)).isGreaterThanOrEqualTo(limitMs);
    }

    @Test
    void shouldBeClosedWhenAnAnswerIsNot() throws IOException {
        assertThat(openFor("/other", 2L * GuardedServer.LONGEST_CONNECTION_MS))
                .isLessThan(GuardedServer.LONGEST_CONNECTION_MS + 5_000L);
    }
}
