package dev.tributary.operator.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.operator.command.CommandRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacyPlanCommandTest {

    @Test
    void shouldTellEpsilonAndWhatToExpectWhenTheNoiseMultiplierIsGiven() {
        CommandRun run = plan("200", "20", "100", "10000", "--noise-multiplier", "4");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo(
                        """
                        federation           200 clients, 20 updates a round, 100 rounds, 10000 parameters
                        noise multiplier     4.0000
                        a client takes part  at most 10 times; set it as participation cap
                        guarantee            epsilon 3.6170 at delta 1.0E-5, for every client
                        exact, if Gaussian   epsilon 3.3415
                        without the cap      epsilon 14.1306 for a client in every round
                        if sampled fairly    epsilon 1.0817; not to be claimed, rounds take who comes first
                        noise to signal      20.0000: training does not work: train fewer parameters (adapters, the last\
                         layers), or have more updates in a round
                        what would work      625 parameters, or 80 updates a round
                        """);
    }

    @Test
    void shouldTellTheNoiseMultiplierAsJsonWhenEpsilonIsGiven() throws IOException {
        CommandRun run = plan("10000", "500", "100", "10000", "--epsilon", "8", "--output", "json");

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("epsilon").asDouble()).isBetween(7.999999, 8.0);
        assertThat(json.get("participations").asLong()).isEqualTo(5);
        assertThat(json.get("noiseMultiplier").asDouble()).isPositive();
        assertThat(json.get("level").asText()).isEqualTo("LOW");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 1 | 1 | --epsilon 1 | clients must be from 1 to 1000000000, was 0",
                "5 | 6 | 1 | --epsilon 1 | goal must be from 1 to 5, was 6",
                "5 | 5 | 1 | --epsilon 0 | epsilon must be from 1e-6 to 1e6, was 0.0",
                "5 | 5 | 1 | --epsilon NaN | epsilon must be from 1e-6 to 1e6, was NaN",
                "5 | 5 | 1 | --epsilon 1 --noise-multiplier 1 | one of noise multiplier and epsilon must be given, was both; the other is computed",
                "5 | 5 | 1 | --output text | one of noise multiplier and epsilon must be given, was none; the other is computed",
                "5 | 5 | 9 | --epsilon 1 --participations 3 | participations must be 9 or more to fill all rounds, was 3; plan fewer rounds, a smaller goal or more clients"
            })
    void shouldSayOneLineWhenInputIsWrong(String clients, String goal, String rounds, String more, String line) {
        CommandRun run = plan(clients, goal, rounds, "100", more.split(" "));

        assertThat(run).isEqualTo(new CommandRun(2, "", "tributary: " + line + "\n"));
    }

    private static CommandRun plan(String clients, String goal, String rounds, String parameters, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "privacy",
                "plan",
                "--clients",
                clients,
                "--goal",
                goal,
                "--rounds",
                rounds,
                "--parameters",
                parameters,
                "--privacy-delta",
                "1e-5"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
