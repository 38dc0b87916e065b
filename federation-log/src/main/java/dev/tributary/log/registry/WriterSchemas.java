package dev.tributary.log.registry;

import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;

/** Decides which schemas of a registry are read: those of our records, in a version that this release can read. */
final class WriterSchemas {

    private WriterSchemas() {}

    /**
     * Reads a schema.
     *
     * @param text as the registry gave it
     * @return it, reduced to a writer's part: docs, defaults and properties are the reader's business
     * @throws UndecodableRecordException if it is no schema, or none that this release reads
     */
    static Schema accept(String text) throws UndecodableRecordException {
        Schema writer = parse(text);
        Optional<Schema> ours = RecordFraming.schemas().stream()
                .filter(schema -> schema.getFullName().equals(writer.getFullName()))
                .findFirst();
        if (ours.isEmpty()) {
            throw new UndecodableRecordException(
                    "it must be the schema of a record of ours, was that of " + OneLine.of(writer.getFullName()));
        }
        if (isRecursive(writer, new HashSet<>())) {
            throw new UndecodableRecordException("it must not contain itself, does");
        }
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(ours.get(), writer);
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new UndecodableRecordException("it must be a version of " + writer.getName()
                    + " that this release can read, but " + flaws(compatibility));
        }
        return parse(SchemaNormalization.toParsingForm(writer));
    }

    private static Schema parse(String text) throws UndecodableRecordException {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw new UndecodableRecordException("it must be an Avro schema: " + OneLine.of(e.getMessage()), e);
        }
    }

    /** One that contains itself has no bound on its depth, and a value that is too deep overflows the stack. */
    private static boolean isRecursive(Schema schema, Set<String> outer) {
        return switch (schema.getType()) {
            case RECORD -> {
                boolean isWithinItself = !outer.add(schema.getFullName());
                boolean is = isWithinItself
                        || schema.getFields().stream().anyMatch(field -> isRecursive(field.schema(), outer));
                outer.remove(schema.getFullName());
                yield is;
            }
            case ARRAY -> isRecursive(schema.getElementType(), outer);
            case MAP -> isRecursive(schema.getValueType(), outer);
            case UNION -> schema.getTypes().stream().anyMatch(type -> isRecursive(type, outer));
            default -> false;
        };
    }

    private static String flaws(SchemaCompatibility.SchemaPairCompatibility compatibility) {
        List<SchemaCompatibility.Incompatibility> flaws =
                compatibility.getResult().getIncompatibilities();
        SchemaCompatibility.Incompatibility first = flaws.get(0);
        return OneLine.of(first.getType() + " at " + first.getLocation() + ": " + first.getMessage());
    }
}
