package dev.tributary.client.link;

import dev.tributary.schemas.FederationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Which release of {@code kafka-clients} the application brought. A parent project that manages dependencies, such as
 * Spring Boot's, puts its own in the place of ours, and an older one lacks classes that are needed late, when a client
 * is closed.
 */
final class KafkaClientsVersion {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\..*");

    /** The line of releases that this library is built and tested with. */
    private static final int MAJOR = 4;

    private static final int MINOR = 3;

    /** Confluent's own releases of the same line are numbered four higher. */
    private static final int CONFLUENT_MAJOR = 8;

    private KafkaClientsVersion() {}

    /**
     * Requires a release that has all that is used.
     *
     * @throws FederationException naming the version that was found, and the cure
     */
    static void require() {
        require(AppInfoParser.getVersion());
    }

    /** As {@link #require()}, of a release that was found; one without a number is taken for a good one. */
    static void require(String found) {
        Matcher version = VERSION.matcher(found);
        if (!version.matches()) {
            return;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        int least = found.endsWith("-ccs") || found.endsWith("-ce") ? CONFLUENT_MAJOR : MAJOR;
        if (major < least || major == least && minor < MINOR) {
            throw new FederationException("kafka-clients on the class path must be " + MAJOR + "." + MINOR
                    + " or later, was " + found + "; with Spring Boot set the property kafka.version to 4.3.1, else"
                    + " import tributary-bom before other boms");
        }
    }
}
