package dev.tributary.federation.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.topic.FederationTopics;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPlanTest {

    private final FederationTopics topics = new FederationTopics("digits");
    private final AccessPlan plan = new AccessPlan(topics, true, true);

    @Test
    void shouldLetClientsWriteUpdatesAndReadModelsAndNothingElse() {
        assertThat(on(AccessRole.CLIENT, topics.updates()))
                .doesNotContain(Operation.READ)
                .contains(Operation.WRITE);
        assertThat(on(AccessRole.CLIENT, topics.model()))
                .doesNotContain(Operation.WRITE)
                .contains(Operation.READ);
        for (String other : List.of(topics.partials(), topics.rounds(), topics.rejections())) {
            assertThat(on(AccessRole.CLIENT, other)).isEmpty();
        }
        assertThat(plan.rules(AccessRole.CLIENT))
                .allSatisfy(rule -> assertThat(rule.resource().kind()).isEqualTo(Resource.Kind.TOPIC));
    }

    @Test
    void shouldKeepTheTwoPartiesApartWhenUpdatesAreMasked() {
        AccessPlan masked = new AccessPlan(topics, true, true, true);

        assertThat(on(masked, AccessRole.MASK_HELPER, topics.seeds())).contains(Operation.READ);
        assertThat(on(masked, AccessRole.MASK_HELPER, topics.maskSums())).contains(Operation.WRITE);
        for (String seen : List.of(topics.updates(), topics.partials(), topics.model(), topics.evaluations())) {
            assertThat(on(masked, AccessRole.MASK_HELPER, seen)).isEmpty();
        }
        assertThat(on(masked, AccessRole.AGGREGATOR, topics.seeds())).isEmpty();
        assertThat(on(masked, AccessRole.AGGREGATOR, topics.maskSums())).doesNotContain(Operation.WRITE);
        assertThat(on(masked, AccessRole.AGGREGATOR, topics.receipts())).doesNotContain(Operation.WRITE);
        assertThat(on(masked, AccessRole.AGGREGATOR, topics.maskHelperId() + "-ledger-changelog"))
                .isEmpty();
    }

    @Test
    void shouldLetClientsWriteSeedsAndReadNoOthersWhenUpdatesAreMasked() {
        AccessPlan masked = new AccessPlan(topics, true, true, true);

        assertThat(on(masked, AccessRole.CLIENT, topics.seeds()))
                .containsExactlyInAnyOrder(Operation.WRITE, Operation.DESCRIBE);
        assertThat(on(masked, AccessRole.CLIENT, topics.helperKeys())).doesNotContain(Operation.WRITE);
        assertThat(on(masked, AccessRole.CLIENT, topics.enrolment())).isEmpty();
        assertThat(masked.rules(AccessRole.ENROLMENT)).hasSize(1);
        assertThat(on(masked, AccessRole.ENROLMENT, topics.enrolment())).contains(Operation.WRITE);
    }

    @Test
    void shouldGiveNothingOnTheTopicsOfMasksWhenUpdatesStandInTheClear() {
        assertThat(plan.rules(AccessRole.MASK_HELPER)).isEmpty();
        assertThat(plan.rules(AccessRole.ENROLMENT)).isEmpty();
        assertThat(on(AccessRole.CLIENT, topics.seeds())).isEmpty();
    }

    @Test
    void shouldLetObserversWriteNothingAndSeeNoUpdates() {
        assertThat(plan.rules(AccessRole.OBSERVER))
                .allSatisfy(rule -> assertThat(rule.operations()).containsOnly(Operation.READ, Operation.DESCRIBE));
        assertThat(on(AccessRole.OBSERVER, topics.updates())).isEmpty();
        assertThat(on(AccessRole.OBSERVER, topics.partials())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetTheConsoleReadRoundsAndRejectionsAndNothingElse(boolean isMasked) {
        AccessPlan any = new AccessPlan(topics, false, false, isMasked);

        assertThat(any.rules(AccessRole.CONSOLE))
                .allSatisfy(rule -> assertThat(rule.operations()).containsOnly(Operation.READ, Operation.DESCRIBE))
                .extracting(AccessRule::resource)
                .containsExactly(Resource.topic(topics.rounds()), Resource.topic(topics.rejections()));
    }

    @Test
    void shouldKeepUpdatesAndPartialSumsFromTheOperator() {
        assertThat(on(AccessRole.OPERATOR, topics.updates())).doesNotContain(Operation.READ, Operation.WRITE);
        assertThat(on(AccessRole.OPERATOR, topics.partials())).doesNotContain(Operation.READ, Operation.WRITE);
    }

    @ParameterizedTest
    @EnumSource(AccessRole.class)
    void shouldLeaveOtherFederationsAlone(AccessRole role) {
        FederationTopics other = new FederationTopics("digits-2");
        List<String> names = List.of(
                other.updates(),
                other.model(),
                other.rounds(),
                other.partials(),
                other.rejections(),
                other.applicationId() + "-round-changelog");

        assertThat(names).allSatisfy(name -> assertThat(on(role, name)).isEmpty());
        assertThat(plan.rules(role))
                .allSatisfy(rule -> assertThat(rule.resource().name()).startsWith("fl.digits."));
    }

    @Test
    void shouldLetOnlyTheAggregatorTouchItsChangelogsRecords() {
        String changelog = topics.applicationId() + "-round-changelog";

        assertThat(Arrays.stream(AccessRole.values())
                        .filter(role -> on(role, changelog).contains(Operation.WRITE)))
                .containsExactly(AccessRole.AGGREGATOR);
    }

    private Set<Operation> on(AccessRole role, String topic) {
        return on(plan, role, topic);
    }

    private static Set<Operation> on(AccessPlan plan, AccessRole role, String topic) {
        return plan.rules(role).stream()
                .filter(rule -> rule.resource().coversTopic(topic))
                .flatMap(rule -> rule.operations().stream())
                .collect(Collectors.toSet());
    }
}
