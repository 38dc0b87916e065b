package dev.tributary.log.cluster;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;

/**
 * Asks each bootstrap server one question of Kafka's protocol before Kafka's own client does: that client takes the first
 * four bytes of any answer for a length, and from a port that speaks HTTP or TLS allocates a gigabyte.
 */
final class ListenerProbe {

    /** Enough for a listener to begin its answer; a slower one is left to Kafka's client. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Far more than any answer to the question. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int TLS_ALERT = 0x15;
    private static final int TLS_MAJOR_VERSION = 3;

    private ListenerProbe() {}

    /** How a port answers. */
    enum Answer {
        /** As Kafka does, in plain text. */
        KAFKA,
        /** As a TLS listener that is spoken to in plain text. */
        TLS,
        /** As a web server. */
        HTTP,
        /** Not at all: refused, silent or closed at once. */
        NONE,
        /** In another way. */
        OTHER
    }

    /**
     * Requires that no server that answers speaks another protocol than the configuration says.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @throws FederationException naming the server, its protocol, and the property to change
     */
    static void requireKafka(Map<String, Object> kafkaConfig) {
        String protocol = String.valueOf(kafkaConfig.getOrDefault(
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL))
                .strip()
                .toUpperCase(Locale.ROOT);
        for (String server : servers(kafkaConfig)) {
            flaw(ask(server), protocol).ifPresent(flaw -> {
                throw new FederationException("bootstrap.servers " + server + " " + flaw);
            });
        }
    }

    private static List<String> servers(Map<String, Object> kafkaConfig) {
        Object given = kafkaConfig.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        String text = given instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(given);
        return List.of(text.strip().split("\\s*,\\s*"));
    }

    private static Optional<String> flaw(Answer answer, String protocol) {
        boolean isPlain = protocol.endsWith("PLAINTEXT");
        return switch (answer) {
            case HTTP -> Optional.of("must be a Kafka listener, speaks HTTP; is it the port of a web page or a proxy?");
            case TLS ->
                isPlain
                        ? Optional.of("speaks TLS, and security.protocol of --kafka-config was " + protocol
                                + "; it must be SSL or SASL_SSL there")
                        : Optional.empty();
            case OTHER ->
                isPlain
                        ? Optional.of("must be a Kafka listener, answers in another protocol; is the port right?")
                        : Optional.empty();
            case KAFKA ->
                isPlain
                        ? Optional.empty()
                        : Optional.of("speaks plain text, and security.protocol of --kafka-config was " + protocol
                                + "; name the port of its TLS listener");
            case NONE -> Optional.empty();
        };
    }

    /** Asks for the supported versions of Kafka's requests, as every client of Kafka does first. */
    private static Answer ask(String server) {
        String host = Utils.getHost(server);
        Integer port = Utils.getPort(server);
        if (host == null || port == null) {
            return Answer.NONE;
        }
        int millis = Math.toIntExact(PATIENCE.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(question());
            return answer(socket.getInputStream().readNBytes(Integer.BYTES));
        } catch (IOException | IllegalArgumentException e) {
            // Kafka's client tries again, and says why it could not.
            return Answer.NONE;
        }
    }

    /** ApiVersions, version 0: length, key 18, version, correlation id, client id. */
    private static byte[] question() {
        byte[] client = "tributary".getBytes(StandardCharsets.US_ASCII);
        int length = 3 * Short.BYTES + Integer.BYTES + client.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putShort((short) 18)
                .putShort((short) 0)
                .putInt(1)
                .putShort((short) client.length)
                .put(client)
                .array();
    }

    private static Answer answer(byte[] begin) {
        if (begin.length < Integer.BYTES) {
            return Answer.NONE;
        }
        if (new String(begin, StandardCharsets.US_ASCII).equals("HTTP")) {
            return Answer.HTTP;
        }
        if (begin[0] == TLS_ALERT && begin[1] == TLS_MAJOR_VERSION) {
            return Answer.TLS;
        }
        int length = ByteBuffer.wrap(begin).getInt();
        return length > 0 && length <= MOST_BYTES ? Answer.KAFKA : Answer.OTHER;
    }
}
