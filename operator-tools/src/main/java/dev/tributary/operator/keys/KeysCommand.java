package dev.tributary.operator.keys;

import picocli.CommandLine.Command;

/** The keys of masks and noise. */
@Command(
        name = "keys",
        description = "Makes the keys of masks and noise, enrols clients and revokes them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeysHelperCommand.class,
            KeysNoiseCommand.class,
            KeysAuthorityCommand.class,
            KeysClientCommand.class,
            KeysEnrolCommand.class,
            KeysRevokeCommand.class
        })
public final class KeysCommand {}
