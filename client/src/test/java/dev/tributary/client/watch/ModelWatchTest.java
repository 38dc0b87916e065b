package dev.tributary.client.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.link.ClientTimeouts;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watch over a topic that the test writes; over a real one, see the end-to-end tests. */
@Timeout(60)
class ModelWatchTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final PublishedModels models = new PublishedModels();
    private final List<Long> heard = new CopyOnWriteArrayList<>();

    @Test
    void shouldGiveTheNewestVersionWhenOneAfterAnotherIsPublished() {
        try (ModelWatch watch = watch(model -> heard.add(model.version()))) {
            models.publish(0);
            assertThat(watch.awaitNewerThan(-1, LONG)).map(GlobalModel::version).contains(0L);
            models.publish(1);
            assertThat(watch.awaitNewerThan(0, LONG)).map(GlobalModel::version).contains(1L);

            assertThat(watch.newest().version()).isEqualTo(1);
            assertThat(watch.get()).isSameAs(watch.newest());
        }
        assertThat(heard).containsExactly(0L, 1L);
    }

    @Test
    void shouldSayThatThereIsNoVersionWhenNoneHasArrived() {
        try (ModelWatch watch = watch(model -> {})) {
            assertThat(watch.awaitNewerThan(-1, Duration.ofMillis(1))).isEmpty();
            assertThatThrownBy(watch::newest)
                    .isInstanceOf(FederationException.class)
                    .hasMessage("federation digits must have a version of its model before it is used, had none yet;"
                            + " wait with awaitNewerThan");
        }
    }

    @Test
    void shouldGoOnWhenTheBrokerWasAway() {
        models.fail(new TimeoutException("away"));
        try (ModelWatch watch = watch(model -> {})) {
            models.publish(7);

            assertThat(watch.awaitNewerThan(-1, LONG)).map(GlobalModel::version).contains(7L);
        }
    }

    @Test
    void shouldGoOnWhenItsListenerFails() {
        try (ModelWatch watch = watch(model -> {
            throw new IllegalStateException("listener of " + model.version());
        })) {
            models.publish(0);
            watch.awaitNewerThan(-1, LONG);
            models.publish(1);

            assertThat(watch.awaitNewerThan(0, LONG)).map(GlobalModel::version).contains(1L);
        }
    }

    @Test
    void shouldSayThatItHasEndedWhenItsThreadDiedOfAnError() {
        models.publish(0);
        try (ModelWatch watch = watch(model -> models.fail(new UnsupportedOperationException("broken")))) {
            assertThatThrownBy(() -> watch.awaitNewerThan(0, LONG))
                    .isInstanceOf(FederationException.class)
                    .hasMessage("watch of federation digits has ended: broken; open another");
            assertThatThrownBy(watch::newest).isInstanceOf(FederationException.class);
        }
    }

    @Test
    void shouldKeepTheVersionAtHandAndCloseItsReaderWhenClosed() {
        ModelWatch watch = watch(model -> {});
        models.publish(0);
        watch.awaitNewerThan(-1, LONG);

        watch.close();
        watch.close();

        assertThat(models.isClosed()).isTrue();
        assertThat(watch.newest().version()).isZero();
        assertThat(watch.awaitNewerThan(0, LONG)).isEmpty();
    }

    @Test
    void shouldRefuseToOpenWhenFederationOrBrokersAreMissing() {
        assertThatThrownBy(() -> ModelWatch.builder().open())
                .hasMessage("federation must be given before the watch is opened, was not");
        assertThatThrownBy(() -> ModelWatch.builder().federation("digits").open())
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("bootstrap.servers must be given");
        assertThatThrownBy(() -> ModelWatch.builder().connectTimeout(Duration.ZERO))
                .hasMessageStartingWith("connectTimeout must be 1 ms to");
    }

    private ModelWatch watch(Consumer<GlobalModel> onVersion) {
        var stop = new StopSignal();
        var backoff = ClientTimeouts.STANDARD
                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(1))
                .newBackoff(RandomGenerator.getDefault());
        return new ModelWatch(
                "digits", models, new Persistence(backoff, stop, (deed, reason, delay) -> {}), stop, onVersion);
    }
}
