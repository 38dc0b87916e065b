package dev.tributary.aggregator.round;

import dev.tributary.aggregator.evaluation.judging.JudgeMemory;
import dev.tributary.aggregator.evaluation.judging.MetricHistory;
import dev.tributary.aggregator.round.machine.KeptVersions;
import dev.tributary.aggregator.round.machine.LogPositions;
import dev.tributary.aggregator.round.machine.PendingRelease;
import dev.tributary.aggregator.round.machine.RoundPhase;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.aggregator.round.machine.RoundTerms;
import dev.tributary.aggregator.round.machine.RoundTerms.AskedSettings;
import dev.tributary.aggregator.round.machine.RoundTimes;
import dev.tributary.aggregator.round.stored.StoredAskedSettings;
import dev.tributary.aggregator.round.stored.StoredJudge;
import dev.tributary.aggregator.round.stored.StoredMean;
import dev.tributary.aggregator.round.stored.StoredRound;
import dev.tributary.aggregator.round.stored.StoredSequence;
import dev.tributary.aggregator.round.stored.StoredUnmasking;
import dev.tributary.aggregator.round.stored.StoredVersion;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.masked.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.ClassSecurityValidator;

/** The state of the round as Avro's binary encoding of {@code StoredRound.avsc}. */
final class StoredRoundCodec {

    static {
        // Before the reader is made: Avro 1.12 loads only classes that are trusted.
        String ours = StoredRound.class.getPackageName();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(ours)));
    }

    private static final SpecificDatumWriter<StoredRound> WRITER = new SpecificDatumWriter<>(StoredRound.class);
    private static final SpecificDatumReader<StoredRound> READER = new SpecificDatumReader<>(StoredRound.class);

    private StoredRoundCodec() {}

    static byte[] write(RoundState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            WRITER.write(stored(state), encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static RoundState read(ByteBuffer bytes) {
        byte[] body = new byte[bytes.remaining()];
        bytes.get(body);
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(body, null);
        try {
            return state(READER.read(null, decoder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredRound stored(RoundState state) {
        LogPositions positions = state.positions();
        return StoredRound.newBuilder()
                .setModelVersion(state.modelVersion())
                .setStopReason(state.phase().isStopped() ? state.phase().stopReason() : null)
                .setUnmasking(
                        state.phase().pending().map(StoredRoundCodec::stored).orElse(null))
                .setOpenedAtMs(state.times().openedAtMs())
                .setDeadlineAtMs(state.times().deadlineAtMs())
                .setExtensions(state.times().extensions())
                .setSettings(state.terms().settings().text())
                .setAsked(state.terms()
                        .asked()
                        .map(asked -> new StoredAskedSettings(
                                asked.commandId(), asked.settings().text()))
                        .orElse(null))
                .setSamplingRate(state.terms().samplingRate())
                .setIsAnnounced(state.terms().isAnnounced())
                .setPartialsFrom(positions.partialsFrom())
                .setPartialsThrough(positions.partialsThrough())
                .setControlFrom(positions.controlFrom())
                .setControlThrough(positions.controlThrough())
                .setMaskSumsFrom(positions.maskSumsFrom())
                .setMaskSumsThrough(positions.maskSumsThrough())
                .setClosedSequences(sequences(positions.closedSequences()))
                .setKept(state.kept().chunksByVersion().entrySet().stream()
                        .map(entry -> new StoredVersion(entry.getKey(), entry.getValue()))
                        .toList())
                .setJudge(stored(state.judge()))
                .build();
    }

    private static List<StoredSequence> sequences(Map<Integer, Long> sequences) {
        return new TreeMap<>(sequences)
                .entrySet().stream()
                        .map(entry -> new StoredSequence(entry.getKey(), entry.getValue()))
                        .toList();
    }

    private static Map<Integer, Long> sequences(List<StoredSequence> stored) {
        return stored.stream().collect(Collectors.toMap(StoredSequence::getPartition, StoredSequence::getSequence));
    }

    private static StoredUnmasking stored(PendingRelease pending) {
        return StoredUnmasking.newBuilder()
                .setVersion(pending.version())
                .setListDigest(ByteBuffer.wrap(pending.listDigest().toBytes()))
                .setReason(pending.reason().name())
                .setOpenedAtMs(pending.times().openedAtMs())
                .setDeadlineAtMs(pending.times().deadlineAtMs())
                .setExtensions(pending.times().extensions())
                .setLastSequences(sequences(pending.lastSequences()))
                .setTakenOut(pending.takenOut().stream().sorted().toList())
                .setAskedAtMs(pending.askedAtMs())
                .build();
    }

    private static PendingRelease pending(StoredUnmasking stored) {
        byte[] digest = new byte[Digest.BYTES];
        stored.getListDigest().duplicate().get(digest);
        return new PendingRelease(
                stored.getVersion(),
                Digest.of(digest),
                CloseReason.valueOf(stored.getReason()),
                new RoundTimes(stored.getOpenedAtMs(), stored.getDeadlineAtMs(), stored.getExtensions()),
                sequences(stored.getLastSequences()),
                Set.copyOf(stored.getTakenOut()),
                stored.getAskedAtMs());
    }

    private static RoundPhase phase(StoredRound stored) {
        if (stored.getUnmasking() != null) {
            return new RoundPhase.Unmasking(pending(stored.getUnmasking()));
        }
        return stored.getStopReason() == null
                ? new RoundPhase.Collecting()
                : new RoundPhase.Stopped(stored.getStopReason());
    }

    private static StoredJudge stored(JudgeMemory judge) {
        MetricHistory past = judge.past();
        return StoredJudge.newBuilder()
                .setMetric(judge.metric())
                .setGroupSize(judge.groupSize())
                .setStart(past.start())
                .setThrough(past.through())
                .setBestVersion(past.bestVersion())
                .setBest(past.best())
                .setLastProgress(past.lastProgress())
                .setSinceProgress(past.sinceProgress())
                .setReplacements(judge.replacements().stream().toList())
                .setMeans(judge.means().entrySet().stream()
                        .map(entry -> new StoredMean(entry.getKey(), entry.getValue()))
                        .toList())
                .build();
    }

    private static RoundState state(StoredRound stored) {
        Map<Long, Integer> kept = stored.getKept().stream()
                .collect(Collectors.toMap(StoredVersion::getVersion, StoredVersion::getChunkCount));
        return new RoundState(
                stored.getModelVersion(),
                phase(stored),
                new RoundTimes(stored.getOpenedAtMs(), stored.getDeadlineAtMs(), stored.getExtensions()),
                new RoundTerms(
                        FederationSettings.parse(stored.getSettings()),
                        Optional.ofNullable(stored.getAsked())
                                .map(asked -> new AskedSettings(
                                        asked.getCommandId(), FederationSettings.parse(asked.getSettings()))),
                        stored.getSamplingRate(),
                        stored.getIsAnnounced()),
                new LogPositions(
                        stored.getPartialsFrom(),
                        stored.getPartialsThrough(),
                        stored.getControlFrom(),
                        stored.getControlThrough(),
                        stored.getMaskSumsFrom(),
                        stored.getMaskSumsThrough(),
                        sequences(stored.getClosedSequences())),
                new KeptVersions(new TreeMap<>(kept)),
                judge(stored.getJudge()));
    }

    private static JudgeMemory judge(StoredJudge stored) {
        return JudgeMemory.of(
                stored.getMetric(),
                stored.getGroupSize(),
                new MetricHistory(
                        stored.getStart(),
                        stored.getThrough(),
                        stored.getBestVersion(),
                        stored.getBest(),
                        stored.getLastProgress(),
                        stored.getSinceProgress()),
                stored.getReplacements(),
                stored.getMeans().stream().collect(Collectors.toMap(StoredMean::getVersion, StoredMean::getMean)));
    }
}
