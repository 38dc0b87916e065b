package dev.tributary.client.dl4j;

import dev.tributary.client.state.StateFile;
import dev.tributary.schemas.FederationException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's own state between rounds, which is not sent: the layers that its federation does not share, and
 * its control variate. A trainer and an evaluator of one client use the same object.
 *
 * <p>With a directory it outlives the process, in the file {@value #FILE_NAME}:
 *
 * <pre>
 * 32 bytes  SHA-256 of the model's definition and layout
 * P floats  the network as last trained here, little-endian
 * P floats  the control variate
 * </pre>
 *
 * <p>A client whose federation shares every layer and has no control variates keeps nothing and needs no directory. Not
 * thread-safe: belongs to one client.
 */
public final class PersonalState {

    private static final Logger LOG = LoggerFactory.getLogger(PersonalState.class);
    private static final String FILE_NAME = "personal-state";

    private final Path directory;
    private final StateFile file;
    private byte[] keptFor;
    private PersonalValues kept;
    private boolean hasWarned;

    private PersonalState(Path directory) {
        this.directory = directory;
        file = directory == null ? null : new StateFile(directory, FILE_NAME);
    }

    /**
     * Keeps everything in memory only.
     *
     * @return a state that ends with the process
     */
    public static PersonalState inMemory() {
        return new PersonalState(null);
    }

    /**
     * Keeps everything in a file too.
     *
     * @param directory of one client in one federation alone; made on first use, readable by its owner alone
     * @return the state kept there before, which is read when the first model comes
     */
    public static PersonalState in(Path directory) {
        return new PersonalState(directory);
    }

    /**
     * Gives the state for a model that is not shared as a whole; at first its initial parameters, and a control
     * variate of 0.
     *
     * @throws FederationException if the file is of another model or damaged
     */
    PersonalValues of(PreparedModel model) {
        if (kept == null || !Arrays.equals(keptFor, model.identity())) {
            kept = read(model).orElseGet(() -> initial(model));
            keptFor = model.identity();
        }
        return kept;
    }

    private static PersonalValues initial(PreparedModel model) {
        float[] parameters = model.initialParameters();
        return new PersonalValues(parameters, new float[parameters.length]);
    }

    private Optional<PersonalValues> read(PreparedModel model) {
        if (file == null) {
            return Optional.empty();
        }
        int length = model.mapping().networkLength();
        byte[] identity = model.identity();
        Optional<byte[]> content = file.read(Math.addExact(identity.length, PersonalValues.byteCount(length)));
        return content.map(bytes -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            byte[] owner = new byte[Math.min(identity.length, bytes.length)];
            buffer.get(owner);
            if (!Arrays.equals(owner, identity) || buffer.remaining() != PersonalValues.byteCount(length)) {
                throw new FederationException(
                        "state file must be of the model that the federation has now, " + directory.resolve(FILE_NAME)
                                + " was of another; move it away to begin anew, or name another --state-dir");
            }
            return PersonalValues.readFrom(buffer.slice(), length);
        });
    }

    /**
     * Keeps other values from now on. Values that are not finite are dropped, and the old ones stay.
     *
     * @throws FederationException if the file cannot be written
     */
    void keep(PreparedModel model, PersonalValues values) {
        if (model.mapping().isWhole() || !values.isFinite()) {
            return;
        }
        if (file != null) {
            byte[] identity = model.identity();
            int bytes = PersonalValues.byteCount(model.mapping().networkLength());
            ByteBuffer content = ByteBuffer.allocate(Math.addExact(identity.length, bytes));
            values.writeTo(content.put(identity));
            file.replace(content.array());
        } else if (!hasWarned) {
            hasWarned = true;
            LOG.warn("layers that stay here and control variates are kept in memory only: give the client a state"
                    + " directory (--state-dir) to have them after a restart");
        }
        kept = values;
        keptFor = model.identity();
    }
}
