package dev.tributary.client.command.options;

import dev.tributary.client.dl4j.PersonalState;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.SecretFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Who a client is, and where it keeps its own state. */
public final class IdentityOptions {

    @Option(
            names = "--secret-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = {
                "Secret that the client's pseudonym comes from; made on first use.",
                "Default: tributary/secret in $XDG_STATE_HOME or ~/.local/state; with --index I, secret-I there."
            })
    private Path secretFile;

    @Option(
            names = "--state-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = {
                "Keep what does not travel (own layers, control variates, residuals) over restarts, in a directory of the",
                "client's pseudonym in here. Without it that is kept in memory only."
            })
    private Path stateDirectory;

    /**
     * Names the file of the secret.
     *
     * @param index which of the clients that share one machine's data this is, or null
     */
    public Path secretFile(Integer index) {
        if (secretFile != null) {
            return secretFile;
        }
        Path usual = SecretFile.defaultPath(System.getenv(), Path.of(System.getProperty("user.home")));
        // Clients that share one machine's data are different clients, so each needs a secret of its own.
        return index == null ? usual : usual.resolveSibling(usual.getFileName() + "-" + index);
    }

    /** Names the directory of the state that outlives the client's process, if it has one. */
    public Optional<Path> stateDirectory() {
        return Optional.ofNullable(stateDirectory);
    }

    /**
     * Gives the client's own state. Its directory is told by the pseudonym, so that neither clients nor
     * federations get into each other's way.
     */
    public PersonalState personalState(String federation, Integer index) {
        if (stateDirectory == null) {
            return PersonalState.inMemory();
        }
        return PersonalState.in(
                stateDirectory.resolve(clientId(federation, index).value()));
    }

    /**
     * Tells the client's pseudonym.
     *
     * @param federation federation that it joins
     * @param index      which of the clients that share one machine's data this is, or null
     * @return the pseudonym, from a secret that is made on first use
     */
    public ClientId clientId(String federation, Integer index) {
        return ClientId.of(SecretFile.loadOrCreate(secretFile(index)), federation);
    }
}
