package dev.tributary.client.command.options;

import dev.tributary.schemas.globalmodel.CodeVersion;
import picocli.CommandLine.IVersionProvider;

/** The release as {@code --version} prints it, from the jar. */
public final class ReleaseVersion implements IVersionProvider {

    /** For picocli. */
    public ReleaseVersion() {}

    @Override
    public String[] getVersion() {
        return new String[] {"tributary " + CodeVersion.current()};
    }
}
