package dev.tributary.aggregator.evaluation;

import dev.tributary.aggregator.evaluation.judging.ComparableGroup;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.aggregator.version.VersionFollower;
import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the first report of each client on each recent version pass, without the client's id. A refused report is counted
 * and named in the log; nothing that a record holds makes it throw.
 */
public final class EvaluationIntake implements FixedKeyProcessor<String, byte[], Report> {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationIntake.class);

    /** After as long without a further report on the newest version, whoever is missing is not merely slow. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    private static final long ABSENCE_TOLD_EVERY_MS = 60_000;

    private final EvaluationRules rules;
    private final Wiring wiring;
    private final RefusalLog refusalLog = new RefusalLog();
    private FixedKeyProcessorContext<String, Report> context;
    private KeyValueStore<String, byte[]> versions;
    private ReportStore reports;
    private byte[] newestBytes;
    private long toldOfAbsenceAtMs;
    private long toldOfVersion;
    private long reportedAtTick;

    /**
     * Collaborators of the processor beside the settings.
     *
     * @param reportStore  name of the task's store
     * @param versionStore name of the global store that {@link VersionFollower} fills
     * @param framing      used by this instance only
     * @param metrics      counts
     */
    public record Wiring(String reportStore, String versionStore, RecordFraming framing, FederationMetrics metrics) {}

    /**
     * @param rules  settings in force; this processor has them follow the log
     * @param wiring   names and means
     */
    public EvaluationIntake(EvaluationRules rules, Wiring wiring) {
        this.rules = rules;
        this.wiring = wiring;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, Report> processorContext) {
        context = processorContext;
        newestBytes = null;
        versions = context.getStateStore(wiring.versionStore());
        reports = new ReportStore(context.getStateStore(wiring.reportStore()));
        toldOfVersion = -1;
        reportedAtTick = 0;
        context.schedule(QUIET, PunctuationType.WALL_CLOCK_TIME, now -> onTick());
    }

    /** Also where no version follows that a report could come for: the last one may have too few. */
    private void onTick() {
        long newest = reports.newest().orElse(-1);
        long reported = reports.reported(newest);
        if (reported == reportedAtTick) {
            tellOfAbsence(newest);
        }
        reportedAtTick = reported;
    }

    @Override
    public void process(FixedKeyRecord<String, byte[]> record) {
        followVersion();
        Evaluation evaluation;
        try {
            evaluation = wiring.framing().decode(record.value(), Evaluation.class);
        } catch (UndecodableRecordException e) {
            LOG.debug("an evaluation cannot be read: {}", e.getMessage());
            refuse(RefusalReason.UNDECODABLE, "a record that cannot be read");
            return;
        }
        Optional<RefusalReason> refusal = refusal(record.key(), evaluation);
        if (refusal.isPresent()) {
            refuse(refusal.get(), "version " + evaluation.getVersion());
            return;
        }
        reports.putReport(evaluation.getVersion(), evaluation.getClientId());
        wiring.metrics().evaluation().admitted();
        long examples = Math.min(evaluation.getExampleCount(), rules.get().exampleCountCap());
        long expected = reports.expected(evaluation.getVersion());
        context.forward(record.withValue(new Report(examples, evaluation.getMetrics(), expected)));
    }

    /** Without the client's id: who evaluates is nobody's business. */
    private void refuse(RefusalReason reason, String what) {
        wiring.metrics().evaluation().refused(reason.name());
        refusalLog
                .admit(reason, context.currentSystemTimeMs())
                .ifPresent(leftOut -> LOG.info(
                        "reason={} an evaluation does not count: {} ({} others of the reason since the last one named)",
                        reason,
                        what,
                        leftOut));
    }

    private Optional<RefusalReason> refusal(String key, Evaluation evaluation) {
        Optional<RefusalReason> refusal = ReportCheck.check(key, evaluation, reports.newest());
        if (refusal.isPresent()) {
            return refusal;
        }
        if (reports.hasReported(evaluation.getVersion(), evaluation.getClientId())) {
            return Optional.of(RefusalReason.SECOND_REPORT);
        }
        return reports.isFull(evaluation.getVersion()) ? Optional.of(RefusalReason.TOO_MANY_REPORTS) : Optional.empty();
    }

    /** Too few have reported on a version for figures: said, or nobody knows why there are none. */
    private void tellOfAbsence(long version) {
        long reported = reports.reported(version);
        long now = context.currentSystemTimeMs();
        if (reported == 0
                || reports.shown(version) > 0
                || version == toldOfVersion
                || now - toldOfAbsenceAtMs < ABSENCE_TOLD_EVERY_MS) {
            return;
        }
        toldOfAbsenceAtMs = now;
        toldOfVersion = version;
        LOG.warn(
                "modelVersion={} has no figures: {} clients have reported, {} are waited for; evaluation.minReports is {},"
                        + " and who stays away is waited for on three versions",
                version,
                reported,
                Math.max(rules.get().minReports(), ComparableGroup.least(reports.expected(version))),
                rules.get().minReports());
    }

    private void followVersion() {
        byte[] bytes = versions.get(VersionFollower.NEWEST);
        if (bytes == null || Arrays.equals(bytes, newestBytes)) {
            return;
        }
        newestBytes = bytes;
        NewestVersion seen = NewestVersion.fromBytes(bytes);
        long known = reports.newest().orElse(-1);
        // After a move to another instance, its copy may be behind what this task has acted on: never go back, or a
        // version that was forgotten would be evaluated, and a client counted, a second time.
        if (seen.version() >= known) {
            rules.follow(seen.settings());
        }
        if (seen.version() > known) {
            tellOfAbsence(known);
            reports.putNewest(seen.version());
            reports.forgetBefore(seen.version() - ReportCheck.VERSIONS_BEHIND);
        }
    }
}
