package dev.tributary.maskhelper.epoch;

import dev.tributary.maskhelper.ledger.PromiseKeeper;
import dev.tributary.maskhelper.ledger.PromisedRelease;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.masked.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The newest promise in a file, on the disk before an answer leaves.
 *
 * <p>Not thread-safe.
 */
public final class ReleasePromise implements PromiseKeeper {

    private static final String NONE = "-";

    private final Path file;
    private Optional<PromisedRelease> newest = Optional.empty();

    /**
     * Reads the promise.
     *
     * @param file its file; it need not exist yet
     * @throws FederationException if it is something else
     */
    public ReleasePromise(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            newest = Optional.of(parse(OwnerFiles.read(file).strip().split(" ", -1)));
        }
    }

    private PromisedRelease parse(String[] fields) {
        try {
            Optional<Digest> list = fields[2].equals(NONE) ? Optional.empty() : Optional.of(Digest.parse(fields[2]));
            return new PromisedRelease(fields[0], Long.parseLong(fields[1]), list);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new FederationException(
                    file + " must be a promise as the mask helper writes it, was not; delete it with all epoch keys",
                    e);
        }
    }

    @Override
    public Optional<PromisedRelease> newest() {
        return newest;
    }

    @Override
    public void keep(PromisedRelease promise) {
        String list = promise.list().map(Digest::toString).orElse(NONE);
        OwnerFiles.write(file, promise.ledgerId() + " " + promise.releases() + " " + list + "\n");
        newest = Optional.of(promise);
    }
}
