package dev.tributary.federation.access;

import dev.tributary.schemas.FederationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody as the cluster knows them.
 *
 * @param type kind of principal; Kafka itself knows {@code User} alone
 * @param name name; with TLS client certificates the whole distinguished name, such as {@code CN=alice,O=Acme}
 */
public record Principal(String type, String name) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9]*):(\\S(?:.*\\S)?)");

    /**
     * Reads a principal.
     *
     * @param text such as {@code User:alice}
     * @return the principal
     * @throws FederationException if it has another form
     */
    public static Principal parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new FederationException("principal must be <type>:<name>, such as User:alice, was '" + text + "'");
        }
        return new Principal(matcher.group(1), matcher.group(2));
    }

    /** Shows it as Kafka writes it. */
    @Override
    public String toString() {
        return type + ":" + name;
    }
}
