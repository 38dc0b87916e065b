package dev.tributary.distribution;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.console.command.ConsoleMain;
import dev.tributary.demo.command.BrokerMain;
import dev.tributary.demo.command.CompareMain;
import dev.tributary.demo.command.DemoMain;
import dev.tributary.leaktest.command.LeakTestMain;
import dev.tributary.maskhelper.command.MaskHelperMain;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.process.command.Failures;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The words that the launcher understands, as one command line: to be looked at, not to be run. */
@Command(name = "tributary", mixinStandardHelpOptions = true)
final class CommandTree {

    private CommandTree() {}

    /** Makes the tree of all commands that an archive has. */
    static CommandLine commandLine() {
        CommandLine tree = Failures.commandLine(new CommandTree());
        List.of(
                        AggregatorMain.commandLine(),
                        MaskHelperMain.commandLine(),
                        ConsoleMain.commandLine(),
                        ClientMain.commandLine(),
                        TributaryCommand.commandLine())
                .forEach(program -> program.getSubcommands().forEach(tree::addSubcommand));
        return tree.addSubcommand("demo", DemoMain.commandLine())
                .addSubcommand("broker", BrokerMain.commandLine())
                .addSubcommand("compare", CompareMain.commandLine())
                .addSubcommand("leak-test", LeakTestMain.commandLine())
                .addSubcommand("completion", CompletionMain.commandLine());
    }
}
