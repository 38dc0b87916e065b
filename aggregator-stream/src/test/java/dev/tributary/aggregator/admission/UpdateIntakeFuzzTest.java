package dev.tributary.aggregator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.settings.AdmissionSettings;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 80,000 hostile records: nothing throws, what is held stays within its bound, and a good update still counts. */
class UpdateIntakeFuzzTest {

    private static final int RECORDS = 10_000;
    private static final int MAX_STALENESS = 3;
    private static final long MAX_HELD_BYTES = 60_000;

    private static final AdmissionSettings SETTINGS = SettingsFixtures.withMaxHeldBytes(
                    SettingsFixtures.settings("admission: {holdTimeout: 10s, maxDeltaNorm: 10}"), MAX_HELD_BYTES)
            .admission();

    private final AdmissionStore store = new AdmissionStore(MemoryStores.add(MemoryStores.context(0), "admission"));
    private final AdmittedUpdates admitted = new AdmittedUpdates(store, true);
    private final RecordingOutcomes outcomes = new RecordingOutcomes(admitted);
    private final UpdateIntake intake = intake(outcomes);
    private final List<KeyValue<String, byte[]>> log = new ArrayList<>();
    private long version = -1;
    private long nowMs;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 8);
    }

    private UpdateIntake intake(AdmissionOutcomes told) {
        return new UpdateIntake(SETTINGS, MAX_STALENESS, this::newest, store, admitted, told, () -> nowMs);
    }

    private Optional<NewestVersion> newest() {
        String fingerprint = ParameterLayout.flat(HostileRecords.PARAMETERS).fingerprint();
        return version < 0
                ? Optional.empty()
                : Optional.of(new NewestVersion(version, HostileRecords.PARAMETERS, fingerprint));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldStandEverythingWhenRecordsAreHostile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HostileRecords records = new HostileRecords(seed);

        for (int i = 0; i < RECORDS; i++) {
            accept(records.next());
            pass(random);
            assertThat(intake.held().bytes()).isLessThanOrEqualTo(MAX_HELD_BYTES);
        }

        assertThatHeldBytesAddUp();
        assertThat(outcomes.admitted()).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(outcomes.rejected().keySet()).hasSizeGreaterThan(14);
        assertThatReplayFindsTheSame();
        assertThatGoodUpdateIsAdmitted();
    }

    private void accept(KeyValue<String, byte[]> record) {
        log.add(record);
        intake.accept(record.key, record.value, log.size() - 1L);
    }

    /** Time passes, and now and then a version is published. */
    private void pass(SplittableRandom random) {
        nowMs += random.nextInt(50);
        int chance = random.nextInt(1000);
        if (chance == 0 && version < 6) {
            version++;
            intake.decideDeferred();
            admitted.forgetBefore(version - MAX_STALENESS, -1);
        } else if (chance < 20) {
            intake.expire();
        }
    }

    private void assertThatHeldBytesAddUp() {
        assertThat(intake.held().bytes())
                .isEqualTo(intake.held().values().stream()
                        .mapToLong(HeldUpdate::bytes)
                        .sum());
    }

    private void assertThatReplayFindsTheSame() {
        UpdateIntake restarted = intake(outcomes);
        IntakeReplay replay = new IntakeReplay(restarted, Map.of(), store, () -> nowMs);
        long from = intake.held().firstOffsetOr(log.size());
        for (long offset = from; offset < log.size(); offset++) {
            KeyValue<String, byte[]> record = log.get((int) offset);
            replay.accept(record.key, record.value, offset);
        }
        replay.requireComplete();
        assertThat(restarted.held().bytes()).isEqualTo(intake.held().bytes());
        assertThat(states(restarted)).isEqualTo(states(intake));
    }

    private static Map<Long, HeldUpdate.State> states(UpdateIntake of) {
        Map<Long, HeldUpdate.State> states = new TreeMap<>();
        of.held().values().forEach(update -> states.put(update.offset(), update.state()));
        return states;
    }

    private void assertThatGoodUpdateIsAdmitted() {
        UpdateFixtures.update()
                .from("good")
                .id("good")
                .base(version)
                .delta(new float[HostileRecords.PARAMETERS])
                .chunkBytes(100)
                .records()
                .forEach(this::accept);

        assertThat(outcomes.admitted()).last().isEqualTo("good");
    }
}
