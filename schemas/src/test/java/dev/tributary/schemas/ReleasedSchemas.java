package dev.tributary.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** The schemas and records of a release, as {@code src/test/resources/released} keeps them. */
record ReleasedSchemas(String release, List<Schema> schemas, Path folder) {

    private static final String AVSC = ".avsc";

    /** The folder of all releases, frozen ones and the candidate. */
    static Path home() {
        return GoldenFiles.docs().resolveSibling("schemas/src/test/resources/released");
    }

    /** All releases whose name matches. */
    static List<ReleasedSchemas> matching(String pattern) {
        try (Stream<Path> folders = Files.list(home())) {
            return folders.filter(folder -> folder.getFileName().toString().matches(pattern))
                    .sorted()
                    .map(ReleasedSchemas::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReleasedSchemas read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Schema> schemas = files.filter(file -> file.toString().endsWith(AVSC))
                    .sorted()
                    .map(ReleasedSchemas::parse)
                    .toList();
            return new ReleasedSchemas(folder.getFileName().toString(), schemas, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a schema that stands whole in a file. */
    static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of a record of the release. */
    byte[] record(Schema schema) {
        try {
            String hex = Files.readString(folder.resolve(schema.getName() + ".hex"));
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the schema that goes by the same name now. */
    static Optional<Schema> sameName(Schema released, List<Schema> current) {
        return current.stream()
                .filter(schema -> schema.getFullName().equals(released.getFullName()))
                .findFirst();
    }

    /** What speaks against the current schemas: each must read the released one, and be read by it. */
    List<String> violations(List<Schema> current) {
        List<String> violations = new ArrayList<>();
        for (Schema before : schemas) {
            Optional<Schema> now = sameName(before, current);
            if (now.isEmpty()) {
                violations.add(before.getName() + " of " + release + " must still be there, is not");
            } else {
                describe("the current release must read ", now.get(), before).ifPresent(violations::add);
                describe("the current one must be read by ", before, now.get()).ifPresent(violations::add);
            }
        }
        return violations;
    }

    private Optional<String> describe(String what, Schema reader, Schema writer) {
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (compatibility.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return Optional.empty();
        }
        return Optional.of(what + reader.getName() + " of " + release + ": "
                + compatibility.getResult().getIncompatibilities());
    }
}
