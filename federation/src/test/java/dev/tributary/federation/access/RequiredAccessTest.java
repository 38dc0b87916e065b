package dev.tributary.federation.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.topic.FederationTopics;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

/** Rights that a start asks for; {@code AccessControlIT} asks a broker with access control. */
class RequiredAccessTest {

    private final FederationTopics topics = new FederationTopics("digits");
    private final AccessPlan plan = new AccessPlan(topics, false, false, true);

    @Test
    void shouldAskForReadAndWriteAloneAsTheRoleHasThem() {
        RequiredAccess aggregator = new RequiredAccess(plan.rules(AccessRole.AGGREGATOR), topics.applicationId());
        RequiredAccess helper = new RequiredAccess(plan.rules(AccessRole.MASK_HELPER), topics.maskHelperId());

        assertThat(aggregator.indispensable(topics.updates())).containsExactly(AclOperation.READ);
        assertThat(aggregator.indispensable(topics.rejections())).containsExactly(AclOperation.WRITE);
        assertThat(helper.indispensable(topics.seeds())).containsExactly(AclOperation.READ);
        assertThat(helper.indispensable(topics.maskSums())).contains(AclOperation.WRITE);
    }

    @Test
    void shouldAskForNothingOnATopicThatTheRoleHasNothingToDoWith() {
        RequiredAccess helper = new RequiredAccess(plan.rules(AccessRole.MASK_HELPER), topics.maskHelperId());

        assertThat(helper.indispensable(topics.updates())).isEmpty();
        assertThat(helper.indispensable("orders")).isEmpty();
    }
}
