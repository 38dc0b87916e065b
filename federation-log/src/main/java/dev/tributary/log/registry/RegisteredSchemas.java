package dev.tributary.log.registry;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.SchemaIds;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ids of a registry, remembered for as long as the process lives: a registry never gives an id another schema. Look-ups that
 * records cause are bounded in number and time, since anyone who may write a record may write any id.
 *
 * <p>The subject of a record is its full name (Confluent's {@code RecordNameStrategy}): a schema belongs to a release,
 * not to a federation, and one topic holds several records.
 *
 * <p>Thread-safe.
 */
final class RegisteredSchemas implements SchemaIds {

    private static final Logger LOG = LoggerFactory.getLogger(RegisteredSchemas.class);

    /** Versions of a subject that are looked through for one that is the same on the wire. */
    private static final int MOST_VERSIONS = 20;

    /** Schemas that are kept: all versions that are looked through, of twenty records, and more. */
    static final int MOST_ACCEPTED = 500;

    /** Ids that are known not to be of use; the oldest is forgotten first. */
    static final int MOST_REFUSED = 1000;

    /** An id that was absent may be given to a schema later. */
    private static final long REFUSED_FOR_NANOS = Duration.ofSeconds(60).toNanos();

    private final RegistryApi api;
    private final LongSupplier nanoTime;
    private final LookupBudget budget;
    private final Map<Schema, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> accepted = new ConcurrentHashMap<>();
    private final Map<Integer, Refused> refused = new LinkedHashMap<>();

    private boolean hasLearntVersions;

    private record Refused(String why, long atNanos) {}

    /**
     * @param api      the registry
     * @param nanoTime as {@link System#nanoTime}
     */
    RegisteredSchemas(RegistryApi api, LongSupplier nanoTime) {
        this.api = api;
        this.nanoTime = nanoTime;
        this.budget = new LookupBudget(nanoTime);
    }

    /** Names the subject of a record's schema. */
    static String subject(Schema schema) {
        return schema.getFullName();
    }

    @Override
    public int idOf(Schema schema) {
        Integer known = ids.get(schema);
        return known == null ? askForId(schema) : known;
    }

    private synchronized int askForId(Schema schema) {
        Integer known = ids.get(schema);
        if (known != null) {
            return known;
        }
        try {
            int id = api.settings().autoRegister()
                    ? api.register(subject(schema), SchemaText.of(schema))
                    : lookUp(schema);
            ids.put(schema, id);
            // Our own records are read by far the most often: they cost no lookup.
            accepted.put(id, schema);
            return id;
        } catch (RegistryFailure e) {
            throw explained(schema, e);
        }
    }

    /** Looks for an id without registering anything; empty if there is none. */
    OptionalInt findId(Schema schema) throws RegistryFailure {
        try {
            return OptionalInt.of(lookUp(schema));
        } catch (RegistryFailure e) {
            if (e.isAbsence()) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private int lookUp(Schema schema) throws RegistryFailure {
        try {
            return api.lookUp(subject(schema), SchemaText.of(schema));
        } catch (RegistryFailure e) {
            if (e.isAbsence()) {
                return sameOnTheWire(schema, e);
            }
            throw e;
        }
    }

    /** A version that differs in docs, defaults or the order of its properties only is as good: its bytes are ours. */
    private int sameOnTheWire(Schema schema, RegistryFailure absent) throws RegistryFailure {
        long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        for (RegistryApi.Version version : newestVersions(schema)) {
            if (fingerprintOf(version.schema()) == fingerprint) {
                return version.id();
            }
        }
        throw absent;
    }

    private List<RegistryApi.Version> newestVersions(Schema schema) throws RegistryFailure {
        List<RegistryApi.Version> newest = new ArrayList<>();
        try {
            int[] numbers = api.versions(subject(schema));
            for (int i = numbers.length - 1; i >= Math.max(0, numbers.length - MOST_VERSIONS); i--) {
                newest.add(api.version(subject(schema), numbers[i]));
            }
        } catch (RegistryFailure e) {
            if (!e.isAbsence()) {
                throw e;
            }
        }
        return newest;
    }

    private static long fingerprintOf(String text) {
        try {
            return SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException e) {
            // Somebody else's, with references to other subjects, perhaps.
            return 0;
        }
    }

    private FederationException explained(Schema schema, RegistryFailure e) {
        if (e.isAbsence()) {
            return new FederationException(
                    "schema of " + schema.getName() + " must be registered under subject " + subject(schema) + " at "
                            + api.settings().url() + ", was not; an operator registers it with: tributary schemas"
                            + " register --kafka-config FILE",
                    e);
        }
        if (e.isRefusal()) {
            return new FederationException(
                    "schema of " + schema.getName() + " was refused under subject " + subject(schema) + ": "
                            + e.getMessage(),
                    e);
        }
        return new FederationException(e.getMessage() + "; see " + RegistrySettings.URL + " of --kafka-config", e);
    }

    @Override
    public Schema writerSchema(int id) throws UndecodableRecordException {
        Schema known = accepted.get(id);
        return known == null ? askForSchema(id) : known;
    }

    private synchronized Schema askForSchema(int id) throws UndecodableRecordException {
        Schema known = accepted.get(id);
        if (known != null) {
            return known;
        }
        requireNotRefused(id);
        if (accepted.size() >= MOST_ACCEPTED || !budget.allows()) {
            throw new UndecodableRecordException("schema id " + id + " is not known, and too many unknown ids were"
                    + " looked up already; see docs/registry.md");
        }
        long began = nanoTime.getAsLong();
        try {
            learnVersions();
            Schema learnt = accepted.get(id);
            return learnt == null ? lookUp(id) : learnt;
        } catch (RegistryFailure e) {
            if (e.isAbsence()) {
                throw refuse(id, "schema id " + id + " must be known to the registry, was not", e);
            }
            throw new UndecodableRecordException("schema id " + id + " could not be looked up: " + e.getMessage(), e);
        } catch (UndecodableRecordException e) {
            throw refuse(id, "schema id " + id + " cannot be used: " + e.getMessage(), e);
        } finally {
            budget.spend(nanoTime.getAsLong() - began);
        }
    }

    private Schema lookUp(int id) throws RegistryFailure, UndecodableRecordException {
        Schema writer = WriterSchemas.accept(api.schema(id));
        accepted.put(id, writer);
        return writer;
    }

    /**
     * Learns the versions of our subjects, once: the ids of other releases must not have to compete for lookups with
     * those that strangers make up, least of all when records are read again after a crash.
     */
    private void learnVersions() throws RegistryFailure {
        if (hasLearntVersions) {
            return;
        }
        for (Schema schema : RecordFraming.schemas()) {
            for (RegistryApi.Version version : newestVersions(schema)) {
                learn(version);
            }
        }
        hasLearntVersions = true;
    }

    private void learn(RegistryApi.Version version) {
        try {
            accepted.putIfAbsent(version.id(), WriterSchemas.accept(version.schema()));
        } catch (UndecodableRecordException e) {
            LOG.debug("version with id {} is not read by this release: {}", version.id(), e.getMessage());
        }
    }

    private void requireNotRefused(int id) throws UndecodableRecordException {
        Refused before = refused.get(id);
        if (before != null && nanoTime.getAsLong() - before.atNanos() < REFUSED_FOR_NANOS) {
            throw new UndecodableRecordException(before.why());
        }
    }

    private UndecodableRecordException refuse(int id, String why, Exception cause) {
        refused.remove(id);
        if (refused.size() >= MOST_REFUSED) {
            refused.remove(refused.keySet().iterator().next());
        }
        refused.put(id, new Refused(why, nanoTime.getAsLong()));
        return new UndecodableRecordException(why, cause);
    }
}
