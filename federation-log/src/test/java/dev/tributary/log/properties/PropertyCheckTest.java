package dev.tributary.log.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.log.properties.PropertyRule.Treatment;
import dev.tributary.schemas.FederationException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyCheckTest {

    @ParameterizedTest
    @CsvSource({
        "secutiry.protocol,security.protocol",
        "max.poll.recrods,max.poll.records",
        "bootstrap.sever,bootstrap.servers",
        "sasl.jas.config,sasl.jaas.config",
        "Security.Protocol,security.protocol",
        "consumer.max.poll.recrods,consumer.max.poll.records",
        "main.consumer.sesion.timeout.ms,main.consumer.session.timeout.ms",
        "num.stream.thread,num.stream.threads"
    })
    void shouldRefuseWithTheNearestNameWhenOneIsMistyped(String mistyped, String meant) {
        assertThatThrownBy(() -> PropertyCheck.require(KafkaProcess.AGGREGATOR, Map.of(mistyped, "x")))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        mistyped + " (nearest: " + meant + ") must be a property of Kafka, unknown to it; those of a"
                                + " plug-in must be named in tributary.plugin.properties");
    }

    @ParameterizedTest
    @EnumSource(KafkaProcess.class)
    void shouldRefuseEveryUnknownNameInOneLineWhenThereAreSeveral(KafkaProcess process) {
        assertThatThrownBy(() -> PropertyCheck.require(
                        process, Map.of("secutiry.protocol", "SSL", "my.reporter.url", "http://x")))
                .isInstanceOf(FederationException.class)
                .hasMessage("my.reporter.url, secutiry.protocol (nearest: security.protocol) must be properties of"
                        + " Kafka, unknown to it; those of a plug-in must be named in tributary.plugin.properties");
    }

    @ParameterizedTest
    @EnumSource(KafkaProcess.class)
    void shouldPassWhenPluginsAreNamed(KafkaProcess process) {
        Map<String, Object> config = Map.of(
                "metric.reporters", "acme.Reporter",
                "tributary.plugin.properties", "acme.reporter., acme-license",
                "acme.reporter.url", "http://x",
                "acme-license", "1",
                "config.providers", "vault,env",
                "config.providers.vault.class", "org.apache.kafka.common.config.provider.FileConfigProvider",
                "config.providers.vault.param.token", "t",
                "config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
                "metrics.context.team", "ml",
                "sasl.login.callback.handler.class", "acme.Handler");

        assertThatCode(() -> PropertyCheck.require(process, config)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhenProviderIsNotListed() {
        assertThatThrownBy(() -> PropertyCheck.require(
                        KafkaProcess.CLIENT, Map.of("config.providers.vault.class", "x", "config.providers", "dir")))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("config.providers.vault.class must be a property of Kafka");
    }

    static Stream<Set<String>> everyNameOfKafka() {
        return Stream.of(ConsumerConfig.configNames(), ProducerConfig.configNames(), AdminClientConfig.configNames());
    }

    @ParameterizedTest
    @MethodSource("everyNameOfKafka")
    void shouldKnowNameWhenKafkaKnowsIt(Set<String> names) {
        for (KafkaProcess process : KafkaProcess.values()) {
            KnownNames known = new KnownNames(process, Map.of());
            assertThat(new TreeSet<>(names)).allMatch(known::isKnown);
        }
    }

    static Stream<Arguments> rules() {
        return PropertyRules.all().stream()
                .flatMap(rule -> rule.processes().stream().map(process -> Arguments.of(rule, process)));
    }

    /** One by one: what each property of the table gets in each process that it names. */
    @ParameterizedTest
    @MethodSource("rules")
    void shouldDoAsTheTableSaysWhenUserSetsPropertyOfOurs(PropertyRule rule, KafkaProcess process) {
        Map<String, Object> other = Map.of(rule.name(), "other");

        if (rule.treatment() == Treatment.REPLACED) {
            assertThatCode(() -> PropertyCheck.require(process, other)).doesNotThrowAnyException();
            return;
        }
        assertThatThrownBy(() -> PropertyCheck.require(process, other))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(rule.name() + " must be ")
                .hasMessageEndingWith(rule.reason());
        if (rule.treatment() == Treatment.FIXED) {
            assertThatCode(() -> PropertyCheck.require(process, Map.of(rule.name(), rule.value())))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer.", "main.consumer.", "restore.consumer.", "global.consumer."})
    void shouldRefuseWhenPropertyOfOursComesUnderPrefixOfKafkaStreams(String prefix) {
        assertThatThrownBy(() -> PropertyCheck.require(
                        KafkaProcess.AGGREGATOR, Map.of(prefix + "isolation.level", "read_uncommitted")))
                .isInstanceOf(FederationException.class)
                .hasMessage(prefix + "isolation.level must be read_committed or left out, was read_uncommitted: each"
                        + " update counts exactly once only so");
    }

    @Test
    void shouldTakeKafkasOtherWordForAllWhenAcksAreGiven() {
        assertThatCode(() -> PropertyCheck.require(KafkaProcess.CLIENT, Map.of("acks", "-1")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PropertyCheck.require(KafkaProcess.CLIENT, Map.of("acks", 1)))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("acks must be all or left out, was 1: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"num.stream.threads", "main.consumer.max.poll.records", "producer.linger.ms"})
    void shouldSayWhoseItIsWhenClientGetsPropertyOfKafkaStreams(String name) {
        assertThatThrownBy(() -> PropertyCheck.require(KafkaProcess.CLIENT, Map.of(name, "1")))
                .isInstanceOf(FederationException.class)
                .hasMessage(name
                        + " must be left out of a client's Kafka properties: it is for the aggregator's Kafka Streams");
        assertThatCode(() -> PropertyCheck.require(KafkaProcess.COMMAND, Map.of(name, "1")))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhenTopicSettingsComeAsKafkaProperties() {
        assertThatThrownBy(() -> PropertyCheck.require(KafkaProcess.AGGREGATOR, Map.of("topic.retention.ms", "1")))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("topics are made by tributary topics apply");
    }

    @Test
    void shouldRefuseWithoutShowingItWhenNoProviderReplacesPlaceholder() {
        String secret = "user=\"${env:NOBODY_HAS_SET_THIS}\"";

        assertThatThrownBy(() -> PropertyCheck.require(KafkaProcess.CLIENT, Map.of("sasl.jaas.config", secret)))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("sasl.jaas.config must have its placeholder replaced by a provider")
                .hasMessageNotContaining("NOBODY_HAS_SET_THIS");
    }

    @Test
    void shouldPassWhenProviderReplacesPlaceholder() {
        String path = System.getenv().keySet().iterator().next();

        assertThatCode(() -> PropertyCheck.require(
                        KafkaProcess.CLIENT,
                        Map.of(
                                "client.id",
                                "${env:" + path + "}",
                                "config.providers",
                                "env",
                                "config.providers.env.class",
                                "org.apache.kafka.common.config.provider.EnvVarConfigProvider")))
                .doesNotThrowAnyException();
    }
}
