package dev.tributary.federation.access;

import static dev.tributary.federation.access.AccessRule.allow;
import static dev.tributary.federation.access.Operation.DESCRIBE;
import static dev.tributary.federation.access.Operation.DESCRIBE_CONFIGS;
import static dev.tributary.federation.access.Operation.READ;
import static dev.tributary.federation.access.Operation.WRITE;

import dev.tributary.schemas.topic.FederationTopics;
import java.util.List;

/**
 * Rights of each role beside its others in a masked federation. The aggregator may neither read seeds nor answer for
 * the mask helper, and the mask helper may see no update, no partial sum and no model: that they do not work together is
 * kept by the cluster too.
 *
 * @param topics names of the federation
 */
record MaskedAccess(FederationTopics topics) {

    List<AccessRule> rules(AccessRole role) {
        return switch (role) {
            case AGGREGATOR ->
                List.of(
                        allow(Resource.topic(topics.receipts()), READ, DESCRIBE, DESCRIBE_CONFIGS),
                        allow(Resource.topic(topics.unmask()), WRITE, DESCRIBE, DESCRIBE_CONFIGS),
                        allow(Resource.topic(topics.maskSums()), READ, DESCRIBE, DESCRIBE_CONFIGS));
            case CLIENT ->
                List.of(
                        allow(Resource.topic(topics.seeds()), WRITE, DESCRIBE),
                        allow(Resource.topic(topics.helperKeys()), READ, DESCRIBE));
            case MASK_HELPER -> maskHelper();
            case ENROLMENT -> List.of(allow(Resource.topic(topics.enrolment()), READ, WRITE, DESCRIBE));
            case OBSERVER -> List.of(allow(Resource.topic(topics.helperKeys()), READ, DESCRIBE));
            case OPERATOR, CONSOLE -> List.of();
        };
    }

    private List<AccessRule> maskHelper() {
        return List.of(
                allow(Resource.topic(topics.seeds()), READ, DESCRIBE, DESCRIBE_CONFIGS),
                allow(Resource.topic(topics.unmask()), READ, DESCRIBE, DESCRIBE_CONFIGS),
                allow(Resource.topic(topics.enrolment()), READ, DESCRIBE, DESCRIBE_CONFIGS),
                allow(Resource.topic(topics.receipts()), WRITE, DESCRIBE, DESCRIBE_CONFIGS),
                allow(Resource.topic(topics.maskSums()), WRITE, DESCRIBE, DESCRIBE_CONFIGS),
                allow(Resource.topic(topics.helperKeys()), WRITE, DESCRIBE, DESCRIBE_CONFIGS),
                allow(Resource.topics(topics.maskHelperId() + "-"), READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS),
                allow(Resource.group(topics.maskHelperId()), READ, DESCRIBE),
                // Kafka Streams adds the process and the thread to the application id.
                allow(Resource.transactionalIds(topics.maskHelperId() + "-"), WRITE, DESCRIBE));
    }
}
