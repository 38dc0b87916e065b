package dev.tributary.log.registry;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/** An operator's dealings with a registry: registers the schemas of this release and looks whether they are there. */
public final class SchemaRegistrar {

    private final RegistryApi api;

    /**
     * @param kafkaConfig properties of {@code --kafka-config}; not kept
     * @throws FederationException if they name no registry, or are out of their bounds
     */
    public SchemaRegistrar(Map<String, ?> kafkaConfig) {
        this.api = new RegistryApi(Framings.requireRegistry(kafkaConfig));
    }

    /**
     * Registers missing schemas, and has every subject accept compatible versions only.
     *
     * @return where each schema stands now
     * @throws FederationException if the registry does not answer or refuses; those before the refused one are there
     */
    public List<SchemaRegistration> register() {
        return RecordFraming.schemas().stream().map(this::register).toList();
    }

    private SchemaRegistration register(Schema schema) {
        String subject = RegisteredSchemas.subject(schema);
        try {
            int id = api.register(subject, SchemaText.of(schema));
            if (!api.compatibility(subject).equals(SchemaRegistration.FULL_TRANSITIVE)) {
                api.setCompatibility(subject, SchemaRegistration.FULL_TRANSITIVE);
            }
            return found(schema, OptionalInt.of(id), SchemaRegistration.FULL_TRANSITIVE);
        } catch (RegistryFailure e) {
            throw new FederationException(
                    "schema of " + schema.getName() + " could not be registered under " + subject + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Looks where the schemas of this release stand; changes nothing.
     *
     * @return where each stands
     * @throws FederationException if the registry does not answer
     */
    public List<SchemaRegistration> check() {
        RegisteredSchemas lookups = new RegisteredSchemas(api, System::nanoTime);
        return RecordFraming.schemas().stream()
                .map(schema -> check(schema, lookups))
                .toList();
    }

    private SchemaRegistration check(Schema schema, RegisteredSchemas lookups) {
        try {
            OptionalInt id = lookups.findId(schema);
            return found(schema, id, api.compatibility(RegisteredSchemas.subject(schema)));
        } catch (RegistryFailure e) {
            throw new FederationException(e.getMessage() + "; see " + RegistrySettings.URL + " of --kafka-config", e);
        }
    }

    private static SchemaRegistration found(Schema schema, OptionalInt id, String compatibility) {
        return new SchemaRegistration(schema.getName(), RegisteredSchemas.subject(schema), id, compatibility);
    }
}
