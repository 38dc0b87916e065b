package dev.tributary.e2e;

import dev.tributary.client.dl4j.Dl4jTrainer;
import dev.tributary.client.round.FederatedClient;
import java.nio.file.Path;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The example of the README; {@link JoinFederationIT} runs it. */
final class JoinFederationExample {

    private JoinFederationExample() {}

    /**
     * Joins a federation whose model fits the examples, for a few rounds.
     *
     * @param federation       name of the federation
     * @param bootstrapServers Kafka brokers to begin with
     * @param examples         this client's own data
     * @param secretFile       made on first use; one for each client
     * @param rounds           updates to publish
     */
    static void join(
            String federation, String bootstrapServers, DataSetIterator examples, Path secretFile, long rounds) {
        // tag::join[]
        try (FederatedClient client = FederatedClient.builder()
                .federation(federation) // such as "digits"; its topic says what the network is
                .kafka(bootstrapServers)
                .trainer(Dl4jTrainer.on(examples).epochs(1).build()) // any DL4J DataSetIterator; it stays here
                .secret(secretFile) // made on first use; the client's pseudonym comes from it
                .rounds(rounds)
                .build()) {
            client.run();
        }
        // end::join[]
    }
}
