package dev.tributary.client.rawfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A layout written by hand or by {@link RawModelFile}: JSON with a list {@code tensors}, and in each of them {@code name},
 * {@code shape} (lengths of the dimensions, none for a scalar) and {@code order} ({@code C} or {@code F}), in their order
 * in the flat vector. Other keys are passed over, but an {@code offset} must be right.
 *
 * @param file the file
 */
public record LayoutFile(Path file) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Far more than the layout of any model takes. */
    private static final long MAX_BYTES = 1 << 26;

    /**
     * Reads the layout.
     *
     * @return the layout
     * @throws FederationException naming the file, and the tensor with its bound and value, if anything is wrong
     */
    public ParameterLayout read() {
        JsonNode list = tree().path("tensors");
        if (!list.isArray()) {
            throw wrong("tensors", "a list", list);
        }
        List<TensorLayout> tensors = new ArrayList<>();
        long offset = 0;
        try {
            for (int i = 0; i < list.size(); i++) {
                TensorLayout tensor = tensor("tensors[" + i + "]", list.get(i));
                requireOffset("tensors[" + i + "].offset", list.get(i).path("offset"), offset);
                offset = Math.addExact(offset, tensor.elementCount());
                tensors.add(tensor);
            }
            return new ParameterLayout(tensors);
        } catch (ArithmeticException e) {
            throw new FederationException(
                    "parameters of the layout in " + file + " must be at most " + ParameterLayout.MAX_PARAMETERS
                            + ", were too many to count",
                    e);
        } catch (IllegalArgumentException e) {
            throw new FederationException("layout in " + file + ": " + e.getMessage(), e);
        }
    }

    private JsonNode tree() {
        try {
            if (!Files.isRegularFile(file)) {
                throw new FederationException("layout file " + file + " must exist and be readable");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new FederationException(
                        "layout file " + file + " must have at most " + MAX_BYTES + " bytes, had " + Files.size(file));
            }
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new FederationException(
                    "layout file " + file + " must be JSON, was not in line "
                            + e.getLocation().getLineNr() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("no reason given"),
                    e);
        } catch (IOException e) {
            throw new FederationException("layout file " + file + " must exist and be readable: " + e, e);
        }
    }

    private TensorLayout tensor(String path, JsonNode node) {
        JsonNode name = node.path("name");
        if (!name.isTextual()) {
            throw wrong(path + ".name", "a text", name);
        }
        JsonNode shape = node.path("shape");
        if (!shape.isArray()) {
            throw wrong(path + ".shape", "a list of whole numbers", shape);
        }
        List<Long> lengths = new ArrayList<>();
        for (JsonNode length : shape) {
            if (!length.isIntegralNumber() || !length.canConvertToLong()) {
                throw wrong(path + ".shape", "a list of whole numbers", shape);
            }
            lengths.add(length.asLong());
        }
        JsonNode order = node.path("order");
        return switch (order.asText()) {
            case "C" -> new TensorLayout(name.asText(), lengths, TensorOrder.C);
            case "F" -> new TensorLayout(name.asText(), lengths, TensorOrder.F);
            default -> throw wrong(path + ".order", "C (last index fastest) or F (first index fastest)", order);
        };
    }

    private void requireOffset(String path, JsonNode offset, long expected) {
        if (!offset.isMissingNode() && !(offset.isIntegralNumber() && offset.asLong() == expected)) {
            throw wrong(path, expected + ", where the tensor before it ends", offset);
        }
    }

    private FederationException wrong(String path, String bound, JsonNode was) {
        return new FederationException(
                path + " in " + file + " must be " + bound + ", was " + (was.isMissingNode() ? "absent" : was));
    }
}
