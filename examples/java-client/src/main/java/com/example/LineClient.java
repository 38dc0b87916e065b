package com.example;

import dev.tributary.client.round.FederatedClient;
import java.nio.file.Path;

/** Takes part in a federation that fits a line, until it is told to stop or the rounds are done. */
public final class LineClient {

    private LineClient() {}

    /**
     * Runs the client.
     *
     * @param args brokers, federation, file of the secret, updates to publish
     */
    public static void main(String[] args) {
        // tag::join[]
        try (FederatedClient client = FederatedClient.builder()
                .kafka(args[0])
                .federation(args[1])
                .secret(Path.of(args[2])) // made on first use; the client's pseudonym comes from it
                .rounds(Long.parseLong(args[3]))
                .trainer(new LineTrainer(new double[] {0, 1, 2, 3}, new double[] {1, 3, 5, 7})) // never leaves this process
                .stopOnShutdown() // SIGTERM and Ctrl-C close the client
                .build()) {
            client.run();
        }
        // end::join[]
    }
}
