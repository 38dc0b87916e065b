package dev.tributary.aggregation.robust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregation.ClientDelta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Java's own sort, for each number of clients: a network that fails does so for some numbers only. */
class SortedColumnsTest {

    /** Two blocks and a part of one. */
    private static final int PARAMETERS = 600;

    static IntStream clients() {
        return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(63, 64, 65, 100, 257));
    }

    @ParameterizedTest(name = "{0} clients")
    @MethodSource("clients")
    void shouldSortEachColumnWhateverTheNumberOfClients(int clients) {
        SplittableRandom random = new SplittableRandom(clients);
        List<ClientDelta> votes = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            float[] delta = new float[PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++) {
                // Few values, so that some are equal, and both zeros among them.
                delta[i] = i % 2 == 0 ? (float) random.nextDouble(-1, 1) : random.nextInt(-3, 3) * -0.0f + i % 3;
            }
            votes.add(new ClientDelta("client-" + client, delta, 1));
        }
        List<float[]> columns = new ArrayList<>();
        SortedColumns.reduce(
                votes,
                sorted -> {
                    columns.add(sorted.clone());
                    return 0;
                },
                new double[PARAMETERS]);

        for (int i = 0; i < PARAMETERS; i++) {
            float[] expected = new float[clients];
            for (int client = 0; client < clients; client++) {
                expected[client] = votes.get(client).delta()[i];
            }
            Arrays.sort(expected);
            assertThat(columns.get(i)).as("parameter %d", i).containsExactly(expected);
        }
    }
}
