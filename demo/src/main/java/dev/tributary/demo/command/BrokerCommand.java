package dev.tributary.demo.command;

import dev.tributary.testbed.broker.ListenAddress;
import dev.tributary.testbed.broker.LocalBroker;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A Kafka broker whose data stay, until Ctrl-C. */
@Command(
        name = "tributary broker",
        description = {
            "Runs a Kafka broker on this machine, for those who have none: one node, its data in a directory.",
            "Without copies, encryption and access control: to try things, not for data that matter."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BrokerCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "9092",
            description = "Port that clients connect to. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Holds the topics: new, empty, or of an earlier run, which then goes on.")
    private Path data;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = {
                "Address of this machine to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}, this machine alone.",
                "Whoever reaches it may read and write everything."
            })
    private String bind;

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "Name or address that clients connect to. Default: that of --bind.")
    private String advertise;

    @Option(names = "--verbose", description = "Shows the broker's log, and the cause of an error.")
    // Launcher and Failures look for the word itself.
    boolean isVerbose;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ListenAddress address = new ListenAddress(bind, advertise == null ? bind : advertise, port);
        LocalBroker broker = LocalBroker.start(data, address);
        PrintWriter out = spec.commandLine().getOut();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, out), "stop"));
        out.println("broker runs on " + broker.bootstrapServers() + ", its data in "
                + data.toAbsolutePath().normalize() + "; Ctrl-C stops it");
        out.flush();
        // Until a signal comes; the hook ends the process.
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private static void stop(LocalBroker broker, PrintWriter out) {
        broker.close();
        out.println("broker stopped");
        out.flush();
        // To be stopped is its usual end; Java would exit with 128 plus the signal's number.
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
