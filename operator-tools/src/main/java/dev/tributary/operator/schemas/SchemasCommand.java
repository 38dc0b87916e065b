package dev.tributary.operator.schemas;

import picocli.CommandLine.Command;

/** The schemas of this release, and a registry of schemas. */
@Command(
        name = "schemas",
        description =
                "The schemas of this release in a Confluent-compatible registry; needed for serde confluent only.",
        mixinStandardHelpOptions = true,
        subcommands = {SchemasPrintCommand.class, SchemasRegisterCommand.class, SchemasCheckCommand.class})
public final class SchemasCommand {}
