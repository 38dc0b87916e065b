package dev.tributary.operator.command;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which federation is meant, for commands that need no more than its name. */
final class FederationOption {

    @ArgGroup(multiplicity = "1")
    private Name name;

    /** Said in one of two ways. */
    static final class Name {

        @Option(names = "--federation", paramLabel = "NAME", description = "Name of the federation.")
        private String federation;

        @Option(names = "--settings", paramLabel = "FILE", description = "The federation.yaml, for the name in it.")
        private Path settings;
    }

    FederationTopics topics() {
        return name.settings == null
                ? new FederationTopics(name.federation)
                : FederationSettings.load(name.settings).topics();
    }
}
