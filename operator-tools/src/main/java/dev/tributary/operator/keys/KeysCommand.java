package dev.tributary.operator.keys;

import picocli.CommandLine.Command;

/** The keys of a masked federation. */
@Command(
        name = "keys",
        description = "Makes the keys of a masked federation, enrols clients and revokes them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeysHelperCommand.class,
            KeysAuthorityCommand.class,
            KeysClientCommand.class,
            KeysEnrolCommand.class,
            KeysRevokeCommand.class
        })
public final class KeysCommand {}
