package dev.tributary.operator.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.operator.command.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsPlanCommandTest {

    @ParameterizedTest
    @CsvSource({"table, plan-sized.txt", "json, plan-sized.json", "kafka, plan-sized.sh", "strimzi, plan-sized.yaml"})
    void shouldPrintThePlanForAModelInEachForm(String format, String golden) {
        CommandRun run = CommandRun.of(
                "topics", "plan", "--settings", TopicsFixtures.SETTINGS, "--format", format, "--parameters", "1663370");

        assertThat(run).isEqualTo(new CommandRun(0, TopicsFixtures.golden(golden), ""));
    }

    @Test
    void shouldPrintATableWithoutSizesByDefault() {
        CommandRun run = CommandRun.of("topics", "plan", "--settings", TopicsFixtures.SETTINGS);

        assertThat(run).isEqualTo(new CommandRun(0, TopicsFixtures.golden("plan.txt"), ""));
    }

    @Test
    void shouldPlanTheSameForParametersAndForTheirBytes() {
        String[] words = {"topics", "plan", "--settings", TopicsFixtures.SETTINGS, "--parameters", "1000000"};
        CommandRun byParameters = CommandRun.of(words);
        words[4] = "--model-bytes";
        words[5] = "4000000";

        assertThat(CommandRun.of(words)).isEqualTo(byParameters);
    }

    @Test
    void shouldLeaveTheReplicationFactorToTheBrokerWhenTheSettingsDo(@TempDir Path directory) throws IOException {
        Path settings = Files.writeString(
                directory.resolve("federation.yaml"), "federation: digits\nprivacy: {masking: off}\n");

        for (String format : new String[] {"kafka", "strimzi"}) {
            CommandRun run = CommandRun.of("topics", "plan", "--settings", settings.toString(), "--format", format);
            assertThat(run.out()).contains("fl.digits.updates").doesNotContain("replica");
        }
        CommandRun json = CommandRun.of("topics", "plan", "--settings", settings.toString(), "--format", "json");
        assertThat(json.out()).contains("\"replicationFactor\" : null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--parameters 0 | --parameters must be from 1 to 2147483647, was 0",
                "--model-bytes 3 | model bytes must be from 4 to 8589934588, was 3",
                "--longest-stop 1s | longest stop must be from 1m to 365d, was 1s",
                "--round-length 0ms | round length must be from 1ms to 365d, was 0d",
                "--format strimzi --strimzi-cluster My_Kafka | --strimzi-cluster must be a name of a Kubernetes resource"
                        + " (a-z, 0-9, '-' and '.'), was My_Kafka",
            })
    void shouldRefuseValuesOutOfBoundsInOneLine(String options, String message) {
        String[] words = ("topics plan --settings " + TopicsFixtures.SETTINGS + " " + options).split(" ", -1);

        assertThat(CommandRun.of(words)).isEqualTo(new CommandRun(2, "", "tributary: " + message + "\n"));
    }

    @ParameterizedTest
    @CsvSource({"--round-length, soon", "--longest-stop, 5", "--format, toml", "--parameters, many"})
    void shouldNameTheOptionWhoseValueCannotBeRead(String option, String value) {
        CommandRun run = CommandRun.of("topics", "plan", "--settings", TopicsFixtures.SETTINGS, option, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("tributary: ").contains(option).contains(value);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void shouldRefuseTwoSizesAtOnce() {
        CommandRun run = CommandRun.of(
                "topics", "plan", "--settings", TopicsFixtures.SETTINGS, "--parameters", "1", "--model-bytes", "4");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--parameters").contains("--model-bytes");
    }

    @Test
    void shouldNameTheFileAndTheKeyWhenTheSettingsAreWrong(@TempDir Path directory) throws IOException {
        Path settings = Files.writeString(
                directory.resolve("f.yaml"), "federation: digits\nprivacy: {masking: off}\nround: {goal: 0}\n");

        CommandRun run = CommandRun.of("topics", "plan", "--settings", settings.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("tributary: " + settings + ": round.goal must be a whole number from 1 to 1000000, was 0\n");
    }
}
