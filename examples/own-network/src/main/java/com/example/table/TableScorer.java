package com.example.table;

import dev.tributary.client.dl4j.FollowedNetwork;
import dev.tributary.client.watch.ModelWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An application that scores rows with the newest version, and takes no part. */
public final class TableScorer {

    private TableScorer() {}

    /**
     * Prints each row's label, its score by DL4J and the same by plain arrays.
     *
     * @param args brokers, federation, table, scaling
     */
    public static void main(String[] args) throws IOException {
        List<Table.Row> rows = Table.read(Path.of(args[2]), Scaling.read(Path.of(args[3]))).rows();
        // tag::score[]
        try (ModelWatch watch =
                ModelWatch.builder().kafka(args[0]).federation(args[1]).open()) {
            watch.awaitNewerThan(-1, Duration.ofMinutes(1)); // the first version
            FollowedNetwork followed = FollowedNetwork.of(watch); // one for each thread that scores
            for (Table.Row row : rows) {
                // Each call has the newest version that has arrived; nothing waits.
                INDArray output = followed.network().output(Nd4j.createFromArray(new float[][] {row.features()}));
                double plain = new PlainNetwork(watch.newest()).score(row.features());
                System.out.printf(Locale.ROOT, "%d %.6f %.6f%n", row.label(), output.getDouble(0, 1), plain);
            }
        }
        // end::score[]
    }
}
