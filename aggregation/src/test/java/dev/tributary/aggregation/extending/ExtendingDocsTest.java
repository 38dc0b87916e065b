package dev.tributary.aggregation.extending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregation.registry.JsonOptions;
import dev.tributary.aggregation.registry.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The strategy that docs/extending.md adds is this one, and works. */
class ExtendingDocsTest {

    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final String HERE = "src/test/java/dev/tributary/aggregation/extending/";

    // tag::registration[]
    private static final Strategies STRATEGIES = Strategies.STANDARD.withRule(
            "geometricMedian", options -> new GeometricMedian(options.integer("iterations", 8, 1, 100)));
    // end::registration[]

    @Test
    void shouldShowTheClassAndTheLineThatAreCompiledHere() throws IOException {
        String page = Files.readString(TOP.resolve("docs/extending.md"));
        String test = Files.readString(Path.of(HERE + "ExtendingDocsTest.java"));
        String registration = test.substring(test.indexOf(".withRule"), test.indexOf("// end::registration[]"));

        assertThat(page).contains(Files.readString(Path.of(HERE + "GeometricMedian.java")));
        assertThat(withoutSpace(page)).contains(withoutSpace(registration).replace(";", ""));
    }

    /** The line is broken where it fits. */
    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void shouldWithstandOneOfFiveWhenTheExampleCombines() {
        AggregationStrategy strategy = STRATEGIES.create("geometricMedian", JsonOptions.of("{\"iterations\": 50}"));
        List<ClientDelta> updates = List.of(
                new ClientDelta("a", new float[] {1, 0}, 1),
                new ClientDelta("b", new float[] {0, 1}, 1),
                new ClientDelta("false", new float[] {-1e6f, -1e6f}, 1),
                new ClientDelta("c", new float[] {1, 1}, 1),
                new ClientDelta("d", new float[] {0.5f, 0.5f}, 1));
        float[] next = strategy.next(
                        new float[2],
                        RoundAggregate.ofUpdates(1, updates, 5),
                        ReleasedDelta::unchanged,
                        new ServerState(2))
                .parameters();

        assertThat(next[0]).isBetween(0f, 1f);
        assertThat(next[1]).isBetween(0f, 1f);
        assertThat(strategy.name()).isEqualTo("geometricMedian");
    }
}
