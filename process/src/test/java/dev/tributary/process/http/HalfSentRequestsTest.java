package dev.tributary.process.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A probe among a thousand requests that are never sent to their end. */
class HalfSentRequestsTest {

    private static final int HALF_SENT = 1_000;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final OperationsServer server = OperationsServer.start(0, () -> "", () -> true, () -> true);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void shouldAnswerProbesWhenAThousandRequestsAreHalfSent() throws Exception {
        sendHalfRequests();

        for (int i = 0; i < 5; i++) {
            assertThat(probe()).isEqualTo(200);
        }
    }

    @Test
    void shouldCloseConnectionsWhenTheirRequestsStandStill() throws Exception {
        sendHalfRequests();

        for (Socket socket : sockets) {
            socket.setSoTimeout(2 * GuardedServer.IDLE_TIMEOUT_MS);
            assertThat(lastByte(socket)).as("end of the connection").isEqualTo(-1);
        }
    }

    @Test
    void shouldCloseAConnectionWhenItsRequestTricklesWithoutEnd() throws Exception {
        Socket socket = connect();
        long openedAt = System.nanoTime();
        socket.setSoTimeout(GuardedServer.IDLE_TIMEOUT_MS / 2);
        int read = 0;
        while (read == 0 && millisSince(openedAt) < 3L * GuardedServer.LONGEST_CONNECTION_MS) {
            read = trickle(socket);
        }

        assertThat(read).as("end of the connection").isEqualTo(-1);
        assertThat(millisSince(openedAt)).isGreaterThan(GuardedServer.IDLE_TIMEOUT_MS);
    }

    @Test
    void shouldRefuseOtherMethodsWhenAsked() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(livez())
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    /** Sends one more byte and waits a moment; 0 while the connection is open, -1 once it is closed. */
    private static int trickle(Socket socket) {
        try {
            socket.getOutputStream().write('x');
            socket.getOutputStream().flush();
            return socket.getInputStream().read() < 0 ? -1 : 0;
        } catch (java.net.SocketTimeoutException e) {
            return 0;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Reads an error page, if there is one, to its end. */
    private static int lastByte(Socket socket) {
        try {
            int last = socket.getInputStream().read();
            while (last >= 0) {
                last = socket.getInputStream().read();
            }
            return last;
        } catch (java.net.SocketTimeoutException e) {
            return 0;
        } catch (IOException e) {
            return -1;
        }
    }

    private void sendHalfRequests() throws IOException {
        for (int i = 0; i < HALF_SENT; i++) {
            connect();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.getOutputStream().write("GET /li".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private URI livez() {
        return URI.create("http://127.0.0.1:" + server.port() + "/livez");
    }

    private int probe() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(livez()).timeout(PROBE_TIMEOUT).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
