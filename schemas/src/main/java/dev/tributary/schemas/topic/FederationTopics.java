package dev.tributary.schemas.topic;

import dev.tributary.schemas.FederationException;
import java.util.regex.Pattern;

/**
 * Names of everything that belongs to one federation. All begin with {@code fl.<federation>.}, or with another
 * {@link TopicPrefix} in the place of {@code fl.}, so that one prefixed ACL covers them and federations stand side by
 * side on a cluster.
 *
 * @param prefix     beginning of all names, 1 to 100 of {@code [A-Za-z0-9._-]}
 * @param federation name: 1 to 63 of {@code [a-z0-9-]}, beginning with a letter or digit (no dot and no underscore:
 *                   Kafka's metric names mix them up)
 */
public record FederationTopics(String prefix, String federation) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /**
     * Checks both.
     *
     * @throws FederationException if one is out of the bounds named above
     */
    public FederationTopics {
        TopicPrefix.require("topic prefix", prefix);
        if (federation == null || !NAME.matcher(federation).matches()) {
            throw new FederationException(
                    "federation must be 1 to 63 characters of a-z, 0-9 and '-', beginning with a letter or digit, was '"
                            + federation + "'");
        }
    }

    /**
     * Takes the prefix of this process.
     *
     * @param federation name, as above
     * @throws FederationException if it is out of its bounds, or the prefix of this process is
     */
    public FederationTopics(String federation) {
        this(TopicPrefix.ofProcess(), federation);
    }

    /**
     * Gives the beginning that the names of this federation have in common, and no others.
     *
     * @return such as {@code fl.digits.}
     */
    public String common() {
        return name("");
    }

    /**
     * Names the topic that clients write and stage 1 reads.
     *
     * @return model updates and their chunks, key = client id
     */
    public String updates() {
        return name("updates");
    }

    /**
     * Names the topic between the two stages of the aggregator.
     *
     * @return partial sums and their chunks, one partition
     */
    public String partials() {
        return name("partials");
    }

    /**
     * Names the topic of the rounds' results.
     *
     * @return round results and members, one partition, compacted
     */
    public String rounds() {
        return name("rounds");
    }

    /**
     * Names the topic that holds the last versions of the global model.
     *
     * @return chunks and heads, one partition, compacted
     */
    public String model() {
        return name("model");
    }

    /**
     * Names the topic of refused updates.
     *
     * @return rejections, key = client id
     */
    public String rejections() {
        return name("rejections");
    }

    /**
     * Names the topic on which clients report how well a version does on their test data.
     *
     * @return evaluations, key = version, one partition
     */
    public String evaluations() {
        return name("evaluations");
    }

    /**
     * Names the topic through which operators, and the aggregator itself, steer the round window.
     *
     * @return settings, models to publish, rollbacks, one partition
     */
    public String control() {
        return name("control");
    }

    /**
     * Names the topic of the sealed seeds of masks.
     *
     * @return sealed seeds, key = client id, one partition
     */
    public String seeds() {
        return name("seeds");
    }

    /**
     * Names the topic on which the mask helper says which seeds are good.
     *
     * @return receipts, keyed and partitioned like updates
     */
    public String receipts() {
        return name("receipts");
    }

    /**
     * Names the topic on which the aggregator asks for sums of masks.
     *
     * @return requests, key = request id, one partition
     */
    public String unmask() {
        return name("unmask");
    }

    /**
     * Names the topic of the mask helper's answers.
     *
     * @return sums of masks and their chunks, key = request id, one partition
     */
    public String maskSums() {
        return name("mask-sums");
    }

    /**
     * Names the topic of the mask helper's public keys.
     *
     * @return announcements, key = key id, one partition, compacted
     */
    public String helperKeys() {
        return name("helper-keys");
    }

    /**
     * Names the topic of revocations and enrolment.
     *
     * @return revocations, key = serial number of a certificate, one partition, compacted
     */
    public String enrolment() {
        return name("enrolment");
    }

    /**
     * Names the mask helper's Kafka Streams application, and with it its consumer group, changelog and transactional ids.
     *
     * @return the application id
     */
    public String maskHelperId() {
        return name("mask-helper");
    }

    /**
     * Names the Kafka Streams application, and with it its consumer group, changelogs and transactional ids.
     *
     * @return the application id
     */
    public String applicationId() {
        return name("aggregator");
    }

    /**
     * Names the transactional id with which an initial model is put on the model topic.
     *
     * @return the transactional id
     */
    public String publisherId() {
        return name("publisher");
    }

    private String name(String noun) {
        return prefix + federation + "." + noun;
    }
}
