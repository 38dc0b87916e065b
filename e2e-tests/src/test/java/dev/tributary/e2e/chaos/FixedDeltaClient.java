package dev.tributary.e2e.chaos;

import dev.tributary.client.round.ClientListener;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.e2e.harness.FixedDeltaTrainer;
import dev.tributary.e2e.harness.TestFederation;
import java.nio.ByteBuffer;
import java.util.List;

/** A client in a process of its own, to be killed; each acknowledged update is a line on standard output. */
final class FixedDeltaClient {

    private static final String ACKNOWLEDGED = "acknowledged ";

    private FixedDeltaClient() {}

    /**
     * Takes part without end.
     *
     * @param args federation, bootstrap servers, number of the client
     */
    public static void main(String[] args) {
        int number = Integer.parseInt(args[2]);
        builder(args[0], number)
                .kafka(args[1])
                .trainer(new FixedDeltaTrainer(number))
                .listener(new Tell())
                .build()
                .run();
    }

    private static FederatedClientBuilder builder(String federation, int number) {
        return FederatedClient.builder()
                .federation(federation)
                .secret(ByteBuffer.allocate(32).putInt(28, number).array());
    }

    /** Tells the harness under which id the process takes part. */
    static void register(TestFederation federation, int number) {
        FederatedClient same = builder(federation.topics().federation(), number)
                .kafka(String.valueOf(federation.kafka().get("bootstrap.servers")))
                .trainer(new FixedDeltaTrainer(number))
                .build();
        federation.clients().register(same.clientId().value(), number);
    }

    /** Ids of updates in what a process has written, whole lines only. */
    static List<String> acknowledged(String stdout) {
        return stdout.substring(0, stdout.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(ACKNOWLEDGED))
                .map(line -> line.substring(ACKNOWLEDGED.length()))
                .toList();
    }

    private static final class Tell implements ClientListener {

        @Override
        public void onPublished(long baseVersion, String updateId, long payloadBytes) {
            System.out.println(ACKNOWLEDGED + updateId);
        }
    }
}
