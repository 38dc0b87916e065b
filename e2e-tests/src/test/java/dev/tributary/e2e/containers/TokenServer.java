package dev.tributary.e2e.containers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An identity provider: {@code /token} gives whoever knows its secret a token of its own (OAuth 2.0's client
 * credentials, RFC 6749 section 4.4, as a JWT of RFC 7519 signed by RS256), {@code /keys} the key to check it with.
 */
final class TokenServer implements AutoCloseable {

    static final String ISSUER = "https://identity.test";
    static final String AUDIENCE = "kafka";

    private static final String KEY_ID = "key-1";
    private static final long LIFETIME_SECONDS = 600;

    private final Map<String, String> secrets = new TreeMap<>();
    private final List<String> issued = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final KeyPair keys;
    private final HttpServer server;

    /** Serves on a free port of all interfaces, so that containers reach it too. */
    TokenServer(Clock clock, String... names) {
        this.clock = clock;
        Arrays.stream(names).forEach(name -> secrets.put(name, Certificates.secret()));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
            server = HttpServer.create(new InetSocketAddress(0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/token", this::giveToken);
        server.createContext("/keys", exchange -> send(exchange, 200, keySet()));
        server.start();
    }

    /** Where a host gets tokens and keys; other names of the host lead there too. */
    String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    /** The secret of a name. */
    String secret(String name) {
        return secrets.get(name);
    }

    /** Tokens given so far. */
    List<String> issued() {
        return List.copyOf(issued);
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String name = secrets.keySet().stream()
                .filter(candidate -> authorization.equals(
                        "Basic " + Base64.getEncoder().encodeToString(bytes(candidate + ":" + secrets.get(candidate)))))
                .findFirst()
                .orElse(null);
        exchange.getRequestBody().readAllBytes();
        if (name == null) {
            send(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        String token = token(name);
        issued.add(token);
        send(
                exchange,
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + LIFETIME_SECONDS
                        + "}");
    }

    private String token(String name) {
        long now = clock.instant().getEpochSecond();
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}";
        String claims = "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"scope\":\"kafka\",\"iat\":%d,\"exp\":%d}"
                .formatted(ISSUER, AUDIENCE, name, now, now + LIFETIME_SECONDS);
        String signed = encode(bytes(header)) + "." + encode(bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(bytes(signed));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(KEY_ID, encode(unsigned(key.getModulus())), encode(unsigned(key.getPublicExponent())));
    }

    /** Without the zero byte that keeps Java's form from being negative. */
    private static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes(body).length);
            exchange.getResponseBody().write(bytes(body));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
