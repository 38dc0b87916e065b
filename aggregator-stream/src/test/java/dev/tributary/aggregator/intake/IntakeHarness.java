package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.AdmissionFacts;
import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.recorded.AdmissionStore;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.recorded.RecordedDecisions;
import dev.tributary.aggregator.recorded.RecordedFacts;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;

/** An intake with its store, its log and a clock, without the rest of a task. */
final class IntakeHarness {

    static final int MAX_STALENESS = 3;

    private final AdmissionStore store = new AdmissionStore(MemoryStores.add(MemoryStores.context(0), "admission"));
    private final AdmittedUpdates admitted = new AdmittedUpdates(store);
    private final RecordingOutcomes outcomes = new RecordingOutcomes(admitted);
    private final List<KeyValue<String, byte[]>> log = new ArrayList<>();
    private final AdmissionRules rules;
    private final int parameters;
    private final SideWork.Factory sideWork;
    private final UpdateIntake intake;
    private long version = -1;
    private long nowMs;

    /**
     * @param maxHeldBytes most bytes of incomplete updates
     * @param parameters   length of a good delta
     */
    IntakeHarness(long maxHeldBytes, int parameters) {
        this(maxHeldBytes, parameters, SideWorks.AT_ONCE);
    }

    /**
     * @param maxHeldBytes most bytes of incomplete updates
     * @param parameters   length of a good delta
     * @param sideWork     where payloads are measured
     */
    IntakeHarness(long maxHeldBytes, int parameters, SideWork.Factory sideWork) {
        this.sideWork = sideWork;
        FederationSettings federation = SettingsFixtures.settings(
                "admission: {holdTimeout: 10s, maxDeltaNorm: 10}", "round: {maxStaleness: " + MAX_STALENESS + "}");
        this.rules = new AdmissionRules(SettingsFixtures.withMaxHeldBytes(federation, maxHeldBytes));
        this.parameters = parameters;
        this.intake = newIntake();
    }

    private UpdateIntake newIntake() {
        return new UpdateIntake(
                facts(), store, outcomes, () -> nowMs, new RecordFraming(), sideWork.begin("measure", 0));
    }

    private AdmissionFacts facts() {
        return new RecordedFacts(
                rules, admitted, store.lastRefused(), store.receipts(), client -> true, HomePartition.ONLY);
    }

    void accept(KeyValue<String, byte[]> record) {
        log.add(record);
        intake.accept(record.key, record.value, log.size() - 1L);
    }

    void pass(long millis) {
        nowMs += millis;
    }

    void publishNextVersion() {
        version++;
        rules.follow(new NewestVersion(
                version, parameters, ParameterLayout.flat(parameters).fingerprint()));
        intake.decideDeferred();
        admitted.forgetBefore(version - MAX_STALENESS, Long.MAX_VALUE);
    }

    /** An intake as it is after a restart: made from the store and the log. */
    UpdateIntake restarted() {
        UpdateIntake restarted = newIntake();
        restarted.takeAgain(
                RecordedDecisions.of(store, Map.of(), facts(), (member, update) -> {
                    throw new AssertionError("nothing joined the open partial sum, yet " + member + " comes again");
                }),
                visitor -> {
                    for (long offset = intake.held().firstOffsetOr(log.size()); offset < log.size(); offset++) {
                        KeyValue<String, byte[]> record = log.get((int) offset);
                        visitor.visit(record.key, record.value, offset);
                    }
                });
        return restarted;
    }

    /** Admitted updates that the store holds. */
    int remembered() {
        return store.admitted().size();
    }

    long version() {
        return version;
    }

    UpdateIntake intake() {
        return intake;
    }

    RecordingOutcomes outcomes() {
        return outcomes;
    }
}
