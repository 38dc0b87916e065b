package dev.tributary.client.update;

import dev.tributary.arithmetic.Finiteness;
import dev.tributary.client.state.StateFile;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which a client keeps its residual: a {@link StateFile} with the layout's fingerprint as 64 characters and
 * the values as a {@code FLOAT32} payload, four bytes a parameter.
 *
 * <p>A residual is worth keeping and not worth stopping for: a file that cannot be read or written is told in the log, and the
 * client goes on without.
 */
public final class ResidualFile {

    private static final Logger LOG = LoggerFactory.getLogger(ResidualFile.class);
    private static final int FINGERPRINT_BYTES = 64;

    private final StateFile file;

    /**
     * Names the file of a client. Nothing is read or made yet.
     *
     * @param directory where clients keep their state, each in a directory named after its pseudonym
     * @param clientId  the client, whose pseudonym is another one in each federation
     */
    public ResidualFile(Path directory, ClientId clientId) {
        file = new StateFile(directory.resolve(clientId.value()), "residual");
    }

    /** The residual of the layout, or empty if there is none, it is of another layout, or it is damaged. */
    Optional<float[]> read(ParameterLayout layout) {
        try {
            // The layout says how much there can be: a longer file is refused before anything is allocated for it.
            int mostBytes = Math.addExact(FINGERPRINT_BYTES, Math.multiplyExact(layout.parameterCount(), Float.BYTES));
            Optional<byte[]> content = file.read(mostBytes);
            return content.isEmpty() ? Optional.empty() : Optional.of(valuesIn(content.get(), layout));
        } catch (FederationException | PayloadException e) {
            LOG.warn("residual in {} is dropped: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static float[] valuesIn(byte[] content, ParameterLayout layout) throws PayloadException {
        int length = Math.min(FINGERPRINT_BYTES, content.length);
        String fingerprint = new String(content, 0, length, StandardCharsets.US_ASCII);
        if (!fingerprint.equals(layout.fingerprint())) {
            throw new FederationException("layout must be that of the model, was another one");
        }
        float[] values = new float[layout.parameterCount()];
        PayloadCodecs.FLOAT32.decode(ByteBuffer.wrap(content, length, content.length - length), values);
        if (Finiteness.firstNonFinite(values).isPresent()) {
            throw new FederationException("values must be finite, was one that is not");
        }
        return values;
    }

    /** Replaces the residual. */
    void write(ParameterLayout layout, float[] values) {
        ByteBuffer payload = PayloadCodecs.FLOAT32.encode(values);
        ByteBuffer content = ByteBuffer.allocate(Math.addExact(FINGERPRINT_BYTES, payload.remaining()))
                .put(layout.fingerprint().getBytes(StandardCharsets.US_ASCII))
                .put(payload);
        try {
            file.replace(content.array());
        } catch (FederationException e) {
            LOG.warn("residual is not kept, a restart would lose it: {}", e.getMessage());
        }
    }
}
