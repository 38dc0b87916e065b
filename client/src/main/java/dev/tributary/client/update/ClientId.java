package dev.tributary.client.update;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Pseudonym of a client in one federation. It is the key of the client's records and Kafka's {@code client.id}, and
 * says nothing about host or user.
 *
 * @param value 1 to 64 of {@code [A-Za-z0-9-]}
 */
public record ClientId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** 16 bytes: two of a million clients share a pseudonym with a probability of 1.5e-27. */
    private static final int PSEUDONYM_BYTES = 16;

    /** Checks the form. */
    public ClientId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "client id must be 1 to 64 characters of A-Z, a-z, 0-9 and '-', was '" + value + "'");
        }
    }

    /**
     * Derives the pseudonym: the first 16 bytes of HMAC-SHA256(secret, federation), in lower-case hex. Stable over
     * restarts; those of two federations cannot be linked without the secret.
     *
     * @param secret     the client's secret
     * @param federation name of the federation
     * @return 32 hex digits
     */
    public static ClientId of(ClientSecret secret, String federation) {
        byte[] code = secret.authenticate(federation.getBytes(StandardCharsets.UTF_8));
        return new ClientId(HexFormat.of().formatHex(Arrays.copyOf(code, PSEUDONYM_BYTES)));
    }

    @Override
    public String toString() {
        return value;
    }
}
