package dev.tributary.log.registry;

import dev.tributary.schemas.FederationException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a registry.
 *
 * @param url           base of its REST API, without a slash at the end
 * @param authorization value of the header of that name, a secret; empty for none
 * @param ssl           Kafka's {@code ssl.*} settings by name, some of them secrets; empty for Java's own
 * @param timeout       longest time for an answer, connecting included
 * @param autoRegister  whether a schema that is not there is registered by whoever needs its id
 */
record RegistrySettings(
        URI url, Optional<String> authorization, Map<String, Object> ssl, Duration timeout, boolean autoRegister) {

    static final String URL = "tributary.registry.url";
    static final String AUTO_REGISTER = "tributary.registry.auto.register";
    static final String USER_INFO = "tributary.registry.basic.auth.user.info";
    static final String TOKEN = "tributary.registry.bearer.auth.token";
    static final String TIMEOUT = "tributary.registry.timeout.ms";
    static final String SSL_PREFIX = "tributary.registry.";

    private static final int DEFAULT_TIMEOUT_MS = 5_000;

    /** Copies the map. */
    RegistrySettings {
        ssl = Map.copyOf(ssl);
    }

    /**
     * Reads them.
     *
     * @return empty if there is no registry
     * @throws FederationException naming the property that is out of its bounds
     */
    static Optional<RegistrySettings> of(OwnProperties properties) {
        return properties
                .text(URL)
                .map(url -> new RegistrySettings(
                        base(url),
                        authorization(properties),
                        properties.beneath(SSL_PREFIX, "ssl."),
                        Duration.ofMillis(properties.number(TIMEOUT, DEFAULT_TIMEOUT_MS, 100, 60_000)),
                        properties.flag(AUTO_REGISTER, false)));
    }

    private static URI base(String url) {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // It may hold a password, so neither the value nor the parser's words are shown.
            throw notAnUrl(e);
        }
        throw notAnUrl(null);
    }

    private static FederationException notAnUrl(Exception cause) {
        return new FederationException(
                URL + " must be one http or https URL without credentials and query, was not; those go into "
                        + USER_INFO + " or " + TOKEN,
                cause);
    }

    private static Optional<String> authorization(OwnProperties properties) {
        Optional<String> userInfo = properties.text(USER_INFO);
        Optional<String> token = properties.text(TOKEN);
        if (userInfo.isPresent() && token.isPresent()) {
            throw new FederationException(USER_INFO + " and " + TOKEN + " must not both be given, were");
        }
        if (userInfo.isPresent() && !userInfo.get().contains(":")) {
            throw new FederationException(USER_INFO + " must be user:password, was without a colon");
        }
        return userInfo.map(RegistrySettings::basic).or(() -> token.map(RegistrySettings::bearer));
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String bearer(String token) {
        boolean isPlain = token.chars().allMatch(c -> c > ' ' && c < 127);
        if (!isPlain) {
            throw new FederationException(TOKEN + " must be printable ASCII without spaces, was not");
        }
        return "Bearer " + token;
    }

    /** Prints no secrets. */
    @Override
    public String toString() {
        return "RegistrySettings[" + url + "]";
    }
}
