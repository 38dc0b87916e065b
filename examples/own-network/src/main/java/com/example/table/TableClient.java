package com.example.table;

import dev.tributary.client.dl4j.Dl4jTrainer;
import dev.tributary.client.round.ClientListener;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.training.LocalEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Trains on a table that never leaves this process. */
public final class TableClient {

    private TableClient() {}

    /**
     * Runs the client.
     *
     * @param args brokers, federation, file of the secret, table, scaling, updates to publish
     */
    public static void main(String[] args) throws IOException {
        // tag::client[]
        Table table = Table.read(Path.of(args[3]), Scaling.read(Path.of(args[4])));
        try (FederatedClient client = FederatedClient.builder()
                .kafka(args[0])
                .federation(args[1])
                .secret(Path.of(args[2])) // made on first use; the client's pseudonym comes from it
                .connectTimeout(Duration.ofSeconds(30)) // 8 s are short where several clients share a machine
                .trainer(Dl4jTrainer.on(new ShuffledRows(table.forTraining(), 16, System.nanoTime()))
                        .epochs(2)
                        .build())
                .evaluator(new AreaUnderCurve(table.heldBack()))
                .listener(new Progress())
                .rounds(Long.parseLong(args[5]))
                .stopOnShutdown() // SIGTERM and Ctrl-C close the client, and the process waits for it
                .build()) {
            client.run();
        }
        // end::client[]
    }

    // tag::progress[]
    /** Follows the rounds, one line for each thing that happens. */
    static final class Progress implements ClientListener {

        @Override
        public void onEvaluated(long version, LocalEvaluation evaluation) {
            System.out.println("version " + version + " " + evaluation.metrics());
        }

        @Override
        public void onTrained(long baseVersion, long examples, Map<String, Double> metrics, Duration duration) {
            System.out.println("trained on version " + baseVersion + ": " + examples + " rows, " + metrics);
        }

        @Override
        public void onSkipped(long baseVersion, String reason) {
            System.out.println("nothing sent for version " + baseVersion + ": " + reason);
        }

        @Override
        public void onFederationStopped(String reason) {
            System.out.println("the federation is done: " + reason);
        }
    }
    // end::progress[]
}
