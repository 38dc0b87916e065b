package dev.tributary.e2e.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One start differs from the last: in locale, in what fits into a record, or in a property that would skip records. */
@ExtendWith(SharedBroker.class)
class OtherStartIT {

    /** Its moments stand in the store in numbered parts, of which there are several with records this small. */
    private static final FederationPlan MOMENTS = new FederationPlan(
            10_000,
            1,
            20_000,
            10_000,
            1,
            "round: {goal: 2, quorum: 2, deadline: 1h, maxStaleness: 1000}\nadmission: {maxDeltaNorm: 1e9}\n"
                    + "strategy: {name: fedAdam}\n");

    /** LocaleTest holds every number that is written to a named locale, in each build. */
    @Test
    @Tag("chaos")
    void shouldGoOnWhenOneStartHasAnotherLocale(EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(MOMENTS, broker)) {
            AggregatorProcess plain = stepped.start();
            stepped.step();
            SteppedFederation.stop(plain);
            AggregatorProcess arabic =
                    stepped.start(Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG"));
            stepped.step();
            SteppedFederation.stop(arabic);

            AggregatorProcess again = stepped.start();
            stepped.step();

            assertThat(stepped.federation().rounds().newest()).isEqualTo(3);
            assertThat(again.jvm().stderr()).doesNotContain("\tat ");
        }
    }

    @Test
    void shouldGoOnWhenMoreFitsIntoARecordThanBefore(EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(MOMENTS, broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess small = stepped.start();
            stepped.step();
            SteppedFederation.stop(small);
            for (String topic : List.of(
                    stepped.federation().topics().model(),
                    stepped.federation().topics().rounds(),
                    meddler.changelog("round"))) {
                meddler.alter(topic, "max.message.bytes", "1048588");
            }
            AggregatorProcess large = stepped.start();
            stepped.step();
            SteppedFederation.stop(large);

            AggregatorProcess again = stepped.start();
            stepped.step();

            assertThat(stepped.federation().rounds().newest()).isEqualTo(3);
            assertThat(again.jvm().stderr()).doesNotContain("\tat ");
        }
    }

    /** All stores lie in memory: nothing that a state directory holds is taken for theirs. */
    @Test
    void shouldGoOnWhenTheStateDirectoryIsAnothers(EmbeddedBroker broker) throws IOException {
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.PAIRS, broker)) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            SteppedFederation.stop(first);
            Path ours = stepped.federation()
                    .file("state")
                    .resolve(stepped.federation().topics().applicationId());
            Files.createDirectories(ours.resolve("0_0"));
            Files.writeString(ours.resolve("kafka-streams-process-metadata"), "of something else");
            Files.writeString(ours.resolve("0_0").resolve(".checkpoint"), "99");

            stepped.start();
            stepped.step();

            stepped.requireExact();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main.consumer."})
    void shouldRefuseToSkipWhatWasSentBeforeTheFirstStart(String prefix, EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.PAIRS, broker)) {
            stepped.send(0, 1, 2);

            String refusal = SteppedFederation.refusal(stepped.startWith(prefix + "auto.offset.reset=latest\n"));

            assertThat(refusal)
                    .contains(prefix + "auto.offset.reset must be earliest")
                    .contains("updates sent before the start would be skipped");
            stepped.start();
            stepped.federation().awaitVersion(1);
            stepped.requireExact();
        }
    }
}
