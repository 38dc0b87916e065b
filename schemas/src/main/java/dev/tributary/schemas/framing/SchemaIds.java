package dev.tributary.schemas.framing;

import org.apache.avro.Schema;

/** Ids under which a registry keeps schemas. Implementations are thread-safe and answer from memory where they can. */
public interface SchemaIds {

    /** No registry: nothing has an id. */
    SchemaIds NONE = new SchemaIds() {
        @Override
        public int idOf(Schema schema) {
            throw new IllegalStateException("no registry, and so no id of " + schema.getFullName());
        }

        @Override
        public Schema writerSchema(int id) throws UndecodableRecordException {
            throw new UndecodableRecordException("record begins with 00, Confluent's framing, which is read only with"
                    + " a registry; set tributary.registry.url in --kafka-config");
        }
    };

    /**
     * Finds the id of a schema of this release.
     *
     * @param schema one of {@link RecordFraming#schemas}
     * @return its id
     * @throws dev.tributary.schemas.FederationException if it is not registered, or the registry does not answer
     */
    int idOf(Schema schema);

    /**
     * Finds the schema that a record was written with.
     *
     * @param id as it stands in the record, so anything
     * @return a schema with the name of a record of this release, which that record can read
     * @throws UndecodableRecordException if there is none, or none that can be read, or it cannot be looked up now
     */
    Schema writerSchema(int id) throws UndecodableRecordException;
}
