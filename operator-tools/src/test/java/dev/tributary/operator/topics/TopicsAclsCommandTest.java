package dev.tributary.operator.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.operator.command.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsAclsCommandTest {

    private static final String[] ALL_ROLES = {
        "--principal-operator", "User:olga",
        "--principal-aggregator", "User:CN=aggregator",
        "--principal-client", "User:alice",
        "--principal-client", "User:bob",
        "--principal-observer", "User:otto"
    };

    @ParameterizedTest
    @CsvSource({"kafka, acls.sh", "strimzi, acls.yaml"})
    void shouldPrintTheRulesOfAllRolesInEachForm(String format, String golden) {
        assertThat(acls(format, ALL_ROLES)).isEqualTo(new CommandRun(0, TopicsFixtures.golden(golden), ""));
    }

    @Test
    void shouldPrintTheRolesThatSomebodyHasOnly() {
        CommandRun run = acls("kafka", "--principal-client", "User:alice");

        assertThat(run.out()).contains("# Client").doesNotContain("# Operator").doesNotContain("# Aggregator");
    }

    @Test
    void shouldLetTheAggregatorCreateItsChangelogsOnlyWhenAsked() {
        String[] aggregator = {"--principal-aggregator", "User:a"};
        String[] creating = {"--principal-aggregator", "User:a", "--aggregator-creates-topics"};

        assertThat(acls("kafka", aggregator).out()).doesNotContain("Create ").doesNotContain("Create\n");
        assertThat(acls("kafka", creating).out())
                .containsOnlyOnce(
                        "--operation Create \\\n  --resource-pattern-type prefixed --topic fl.digits.aggregator-");
    }

    @Test
    void shouldLetClientsSeeSettingsOnlyWhenAsked() {
        String[] client = {"--principal-client", "User:a"};
        String[] seeing = {"--principal-client", "User:a", "--client-describe-configs"};

        assertThat(acls("strimzi", client).out()).doesNotContain("DescribeConfigs");
        assertThat(acls("strimzi", seeing).out()).containsOnlyOnce("DescribeConfigs");
    }

    @Test
    void shouldLetTheConsoleReadTwoTopicsWhenItIsNamed() {
        String script = acls("kafka", "--principal-console", "User:console").out();

        assertThat(script)
                .containsOnlyOnce("--topic fl.digits.rounds")
                .containsOnlyOnce("--topic fl.digits.rejections")
                .doesNotContain("--topic fl.digits.model", "--group", "Write");
    }

    @Test
    void shouldRefuseToPrintNothing() {
        assertThat(acls("kafka"))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "tributary: at least one of --principal-operator, --principal-aggregator,"
                                + " --principal-client, --principal-mask-helper, --principal-enrolment,"
                                + " --principal-observer and --principal-console must be given\n"));
    }

    @Test
    void shouldRefuseOnePrincipalInBothRolesThatMasksKeepApart() {
        CommandRun run = acls("kafka", "--principal-aggregator", "User:a", "--principal-mask-helper", "User:a");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--principal-mask-helper must be another principal")
                .contains("User:a");
    }

    @ParameterizedTest
    @CsvSource({"kafka, alice", "kafka, User:", "kafka, ':alice'", "strimzi, User:Alice", "strimzi, Group:alice"})
    void shouldRefusePrincipalsThatCannotBeSaid(String format, String principal) {
        CommandRun run = acls(format, "--principal-client", principal);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("tributary: principal must be ").contains(principal);
        assertThat(run.err().lines()).hasSize(1);
    }

    private static CommandRun acls(String format, String... options) {
        String[] words = new String[options.length + 6];
        String[] first = {"topics", "acls", "--settings", TopicsFixtures.SETTINGS, "--format", format};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(options, 0, words, first.length, options.length);
        return CommandRun.of(words);
    }
}
