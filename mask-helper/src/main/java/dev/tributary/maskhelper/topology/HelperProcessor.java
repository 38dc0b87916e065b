package dev.tributary.maskhelper.topology;

import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.Revocation;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads seeds, requests and revocations, in one task, and forwards each answer to the topic that it is for. */
final class HelperProcessor implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(HelperProcessor.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final FederationSettings settings;
    private final HelperKeys keys;
    private final HelperEvents events;
    private final RecordFraming framing = new RecordFraming();
    private ProcessorContext<String, byte[]> context;
    private HelperTask task;
    private String announced = "";

    HelperProcessor(FederationSettings settings, HelperKeys keys, HelperEvents events) {
        this.settings = settings;
        this.keys = keys;
        this.events = events;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        task = new HelperTask(settings, keys, events, context.getStateStore(StoreNames.LEDGER));
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private void tick(long nowMs) {
        task.begin(nowMs);
        Optional<HelperKey> key = task.tick(nowMs, announced);
        key.ifPresent(announcement -> {
            announced = announcement.getKeyId();
            events.onKey(announcement);
            forward(HelperTopology.HELPER_KEYS_SINK, announced, announcement);
        });
    }

    @Override
    public void process(Record<String, byte[]> received) {
        SpecificRecord decoded;
        try {
            decoded = framing.decode(received.value() == null ? new byte[0] : received.value());
        } catch (UndecodableRecordException e) {
            LOG.warn("A record that is none of this protocol was left out: {}", e.getMessage());
            return;
        }
        long nowMs = context.currentSystemTimeMs();
        task.begin(nowMs);
        dispatch(received.key(), decoded, nowMs);
    }

    private void dispatch(String key, SpecificRecord decoded, long nowMs) {
        if (decoded instanceof SealedSeed seed) {
            SeedReceipt receipt = task.onSeed(key, seed, nowMs);
            events.onSeed(
                    receipt.getVerdict() == SeedVerdict.GOOD
                            ? receipt.getVerdict().name()
                            : receipt.getReason());
            forward(HelperTopology.RECEIPTS_SINK, seed.getClientId(), receipt);
        } else if (decoded instanceof UnmaskRequest request) {
            for (SpecificRecord part : task.onRequest(request, nowMs)) {
                tell(part);
                forward(HelperTopology.MASK_SUMS_SINK, request.getRequestId(), part);
            }
        } else if (decoded instanceof Revocation revocation) {
            task.onRevocation(revocation);
        } else {
            LOG.warn("A record of no business of the mask helper was left out");
        }
    }

    /** The first part of an answer has the verdict. */
    private void tell(SpecificRecord part) {
        if (part instanceof MaskSum answer) {
            boolean isReleased = answer.getVerdict() == UnmaskVerdict.RELEASED;
            events.onRequest(isReleased ? answer.getVerdict().name() : answer.getReason());
        }
    }

    private void forward(String sink, String key, SpecificRecord answer) {
        context.forward(new Record<>(key, framing.encode(answer), context.currentSystemTimeMs()), sink);
    }
}
