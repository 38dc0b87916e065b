package dev.tributary.client.rawfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.payload.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flat vector as floats of four bytes, little-endian, one after the other, which numpy reads with
 * {@code fromfile(name, '<f4')}; and beside it {@code <name>.layout.json} that says where each tensor lies.
 *
 * @param file the file of floats
 */
public record RawModelFile(Path file) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Far more than the layout of any model takes. */
    private static final long MAX_LAYOUT_BYTES = 1 << 26;

    /**
     * Names the description.
     *
     * @return the path of {@code <name>.layout.json}
     */
    public Path layoutFile() {
        return file.resolveSibling(file.getFileName() + ".layout.json");
    }

    /**
     * Writes both files, over others of these names.
     *
     * @param federation name of the federation
     * @param model      the version
     * @throws FederationException if a file cannot be written
     */
    public void write(String federation, GlobalModel model) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(model.parameters().length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(model.parameters());
        try {
            byte[] description = JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(description(federation, model, Checksums.sha256(bytes)));
            WholeFile.write(file, bytes.array());
            WholeFile.write(layoutFile(), description);
        } catch (IOException e) {
            throw new FederationException("file " + file + " must be writable: " + e, e);
        }
    }

    private static Map<String, Object> description(String federation, GlobalModel model, byte[] digest) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("federation", federation);
        description.put("version", model.version());
        description.put("numbers", "float32 little-endian");
        description.put("parameters", model.parameters().length);
        description.put("sha256", HexFormat.of().formatHex(digest));
        description.put("layoutFingerprint", model.layout().fingerprint());
        description.put("tensors", tensors(model.layout()));
        return description;
    }

    /**
     * Shows a layout.
     *
     * @param layout the layout
     * @return for each tensor its name, shape, order, and the index of its first element in the flat vector
     */
    public static List<Map<String, Object>> tensors(ParameterLayout layout) {
        List<Map<String, Object>> tensors = new ArrayList<>();
        long offset = 0;
        for (TensorLayout tensor : layout.tensors()) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", tensor.name());
            shown.put("shape", tensor.shape());
            shown.put("order", tensor.order().name());
            shown.put("offset", offset);
            tensors.add(shown);
            offset += tensor.elementCount();
        }
        return tensors;
    }

    /**
     * Reads the floats.
     *
     * @param layout the layout that they must have; if the description is there it must say so
     * @return the flat vector, owned by the caller; its values may be anything
     * @throws FederationException if the file cannot be read, has another length, or is described as of another layout
     */
    public float[] read(ParameterLayout layout) {
        long expected = (long) layout.parameterCount() * Float.BYTES;
        try {
            if (!Files.isRegularFile(file)) {
                throw new FederationException("file " + file + " must exist and be readable");
            }
            if (Files.size(file) != expected) {
                throw new FederationException("file " + file + " must have " + expected + " bytes, four for each of "
                        + layout.parameterCount() + " parameters, had " + Files.size(file));
            }
            requireLayout(layout);
            float[] parameters = new float[layout.parameterCount()];
            ByteBuffer.wrap(Files.readAllBytes(file))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(parameters);
            return parameters;
        } catch (IOException e) {
            throw new FederationException("file " + file + " must exist and be readable: " + e, e);
        }
    }

    private void requireLayout(ParameterLayout layout) throws IOException {
        if (!Files.exists(layoutFile())) {
            return;
        }
        if (Files.size(layoutFile()) > MAX_LAYOUT_BYTES) {
            throw new FederationException("file " + layoutFile() + " must have at most " + MAX_LAYOUT_BYTES + " bytes");
        }
        JsonNode said = JSON.readTree(layoutFile().toFile()).path("layoutFingerprint");
        if (!said.asText().equals(layout.fingerprint())) {
            throw new FederationException("layoutFingerprint in " + layoutFile() + " must be " + layout.fingerprint()
                    + ", was " + said.asText("absent"));
        }
    }
}
