package dev.tributary.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.settings.FederationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command that asks a cluster, where none is: all at once, since each waits as long as it may. */
class UnreachableBrokerTest {

    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path directory;

    private List<List<String>> commands() throws IOException {
        Path settings =
                Files.writeString(directory.resolve("federation.yaml"), "federation: test\nprivacy: {masking: off}\n");
        String name = FederationSettings.load(settings).topics().federation();
        return List.of(
                List.of("rounds", "--federation", name),
                List.of("rounds", "--federation", name, "--follow"),
                List.of("federation", "show", "--federation", name),
                List.of("federation", "apply", "--settings", settings.toString()),
                List.of("federation", "doctor", "--federation", name),
                List.of("federation", "adopt", "--federation", name),
                List.of("topics", "check", "--settings", settings.toString()),
                List.of("topics", "apply", "--settings", settings.toString()),
                List.of("replay", "--settings", settings.toString(), "--from-version", "0"));
    }

    private static CommandRun atNobody(List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--bootstrap-server", NOBODY));
        return CommandRun.of(all.toArray(String[]::new));
    }

    @Test
    @Timeout(60)
    void shouldSayInOneLineThatNobodyAnswersWhenThereIsNoBroker() throws IOException {
        List<List<String>> commands = commands();
        ExecutorService each = Executors.newFixedThreadPool(commands.size());
        try {
            List<CompletableFuture<CommandRun>> running = commands.stream()
                    .map(words -> CompletableFuture.supplyAsync(() -> atNobody(words), each))
                    .toList();

            assertThat(running.stream().map(CompletableFuture::join)).allSatisfy(run -> {
                assertThat(run.err().lines())
                        .singleElement()
                        .asString()
                        .startsWith("tributary: bootstrap.servers " + NOBODY + " did not answer within 8 s");
                assertThat(run.exitCode()).isEqualTo(2);
            });
        } finally {
            each.shutdownNow();
        }
    }
}
