package dev.tributary.federation.rendering;

import dev.tributary.federation.provisioning.ProvisioningPlan;

/** Forms in which a plan is printed. */
public enum PlanFormat {
    /** For people. */
    TABLE,
    /** A shell script of Kafka's own tools. */
    KAFKA,
    /** Resources for Strimzi's topic operator. */
    STRIMZI,
    /** For programs. */
    JSON;

    /**
     * Prints a plan.
     *
     * @param plan           the plan
     * @param strimziCluster name of the Strimzi {@code Kafka} resource; of no matter to the other forms
     * @return the text, with a line feed at its end
     */
    public String render(ProvisioningPlan plan, String strimziCluster) {
        return switch (this) {
            case TABLE -> new PlanTable(plan).render();
            case KAFKA -> new KafkaTopicsScript(plan).render();
            case STRIMZI -> new StrimziTopics(plan, strimziCluster).render();
            case JSON -> new PlanJson(plan).render();
        };
    }
}
