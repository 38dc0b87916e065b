package dev.tributary.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The golden files of {@code docs/protocol/golden}, which a Python implementation of the protocol wrote. */
public final class GoldenFiles {

    /** The records of the protocol, by name. */
    public static final List<String> RECORDS = List.of(
            "ModelUpdate",
            "PayloadChunk",
            "PartialSum",
            "GlobalModelHead",
            "RoundResult",
            "RoundMembers",
            "Rejection",
            "FederationState",
            "Evaluation",
            "VersionEvaluation",
            "SettingsChange",
            "RollbackCommand",
            "ModelProposal");

    /** The records of masked federations, which a page of its own describes, by name. */
    public static final List<String> MASKED_RECORDS =
            List.of("MaskedUpdate", "SealedSeed", "SeedReceipt", "UnmaskRequest", "MaskSum", "HelperKey", "Revocation");

    /** All records, by name. */
    public static final List<String> ALL_RECORDS =
            Stream.of(RECORDS, MASKED_RECORDS).flatMap(List::stream).toList();

    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenFiles() {}

    /** The folder {@code docs} of the project. */
    public static Path docs() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("docs/protocol.md"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("docs/protocol.md must be above the working directory, was not");
            }
        }
        return folder.resolve("docs");
    }

    /** Reads the bytes of {@code <name>.hex}. */
    public static byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name + ".hex").replaceAll("\\s", ""));
    }

    /** Reads {@code <name>.json}. */
    public static JsonNode json(String name) {
        try {
            return JSON.readTree(text(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a part of {@code vectors.json} that is a list. */
    public static Stream<JsonNode> vectors(String part) {
        return stream(json("vectors").get(part));
    }

    /** Turns a JSON list into a stream. */
    public static Stream<JsonNode> stream(JsonNode list) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get);
    }

    /** Reads a file of the folder as text. */
    public static String text(String file) {
        try {
            return Files.readString(docs().resolve("protocol/golden").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
