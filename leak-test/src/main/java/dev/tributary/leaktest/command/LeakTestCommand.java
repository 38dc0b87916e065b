package dev.tributary.leaktest.command;

import dev.tributary.leaktest.report.Finding;
import dev.tributary.leaktest.report.Findings;
import dev.tributary.leaktest.report.JsonReport;
import dev.tributary.leaktest.report.ReportFiles;
import dev.tributary.leaktest.report.TextTable;
import dev.tributary.leaktest.trial.LeakTest;
import dev.tributary.leaktest.trial.LeakTestResults;
import dev.tributary.leaktest.trial.LeakTestSettings;
import dev.tributary.process.command.OutputOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Attacks a simulated federation without masks, with masks, and with noise, and says what each attacker got. */
@Command(
        name = "tributary leak-test",
        description =
                "Attacks a federation of simulated users as whoever has a leak of its topics would: without masks,"
                        + " with masks, with masks and noise. Needs no cluster.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LeakTestCommand implements Callable<Integer> {

    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec
    private CommandSpec spec;

    @Option(names = "--users", paramLabel = "N", defaultValue = "200", description = "Users to simulate." + DEFAULT)
    private int users;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "8",
            description = "Rounds of a federation; every user is in each." + DEFAULT)
    private int rounds;

    @Option(
            names = "--noise-multiplier",
            paramLabel = "Z",
            defaultValue = "4",
            description = "Noise by clipping norm in the third column, a whole number." + DEFAULT)
    private int noiseMultiplier;

    @Option(
            names = "--privacy-delta",
            paramLabel = "DELTA",
            defaultValue = "1e-5",
            description = "Probability that the guarantee fails." + DEFAULT)
    private double privacyDelta;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of users, networks, masks and noise." + DEFAULT)
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where to write leak-report.json and leak-report.html." + DEFAULT)
    private Path out;

    @Mixin
    private OutputOption output;

    @Option(names = "--verbose", description = "Shows the stack trace of an error.")
    boolean verbose;

    @Override
    public Integer call() {
        LeakTestSettings settings = new LeakTestSettings(users, rounds, noiseMultiplier, privacyDelta, seed);
        PrintWriter err = spec.commandLine().getErr();
        LeakTestResults results = new LeakTest(settings, step -> {
                    err.println("leak-test: " + step);
                    err.flush();
                })
                .run();
        List<Finding> findings = Findings.of(results);
        ReportFiles.write(results, findings, out);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(
                output.isJson()
                        ? JsonReport.render(results, findings)
                        : TextTable.render(results, findings) + "written: " + out.resolve(ReportFiles.HTML) + "\n");
        stdout.flush();
        return findings.stream().allMatch(Finding::holds) ? 0 : 1;
    }
}
