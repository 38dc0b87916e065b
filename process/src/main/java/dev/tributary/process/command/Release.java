package dev.tributary.process.command;

import dev.tributary.schemas.globalmodel.CodeVersion;
import picocli.CommandLine.IVersionProvider;

/** The line that {@code --version} of every command prints: release and commit. */
public final class Release implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String commit = CodeVersion.commit().map(id -> " (commit " + id + ")").orElse("");
        return new String[] {"tributary " + CodeVersion.current() + commit};
    }
}
