package dev.tributary.schemas.topic;

import dev.tributary.schemas.FederationException;
import java.util.regex.Pattern;

/**
 * The beginning of the names of all topics, groups and transactional ids: {@value #STANDARD}, or another one on clusters
 * with rules for names. Every process of a federation must have the same; each takes it from its environment.
 */
public final class TopicPrefix {

    /** The prefix of whoever sets none. */
    public static final String STANDARD = "fl.";

    /** Variable of the environment that sets another one. */
    public static final String VARIABLE = "TRIBUTARY_TOPIC_PREFIX";

    /** Property of the JVM that does the same, and goes before the variable. */
    public static final String PROPERTY = "tributary.topic.prefix";

    /** Letters that Kafka allows in a name; the length leaves room in its 249 characters for federation and changelog. */
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private TopicPrefix() {}

    /**
     * Finds the prefix of this process.
     *
     * @return the prefix
     * @throws FederationException if it would make illegal names
     */
    public static String ofProcess() {
        return chosen(System.getProperty(PROPERTY), System.getenv(VARIABLE));
    }

    /** The property if there is one, else the variable, else the standard. An empty one counts as none. */
    static String chosen(String property, String variable) {
        if (property != null && !property.isEmpty()) {
            return require(PROPERTY, property);
        }
        return variable == null || variable.isEmpty() ? STANDARD : require(VARIABLE, variable);
    }

    /** Checks a prefix that has a name of its own. */
    static String require(String name, String prefix) {
        if (!LEGAL.matcher(prefix).matches()) {
            throw new FederationException(
                    name + " must be 1 to 100 characters of A-Z, a-z, 0-9, '.', '_' and '-', was '" + prefix
                            + "'; it begins the names of topics, and Kafka allows no others");
        }
        return prefix;
    }
}
