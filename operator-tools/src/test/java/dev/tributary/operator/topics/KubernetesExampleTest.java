package dev.tributary.operator.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.KafkaConfigFile;
import dev.tributary.operator.command.CommandRun;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of {@code deploy/kubernetes}: right for Kubernetes, for Strimzi, and for each other. */
class KubernetesExampleTest {

    private static final Path DIRECTORY = Path.of("../deploy/kubernetes");

    @TempDir
    private Path directory;

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void shouldHoldOnlyWhatKubernetesAndStrimziKnow(Path manifest) {
        assertThat(Manifests.read(text(manifest))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {port: [{port: 1}]}",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: two}",
                "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaTopic\nmetadata: {name: a}",
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {name: a}\nspec: {partition: 1}",
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nspec: {authorization: {type: simple,"
                        + " acls: [{resource: {type: topic, name: a}, operations: [Reed]}]}}",
            })
    void shouldRefuseAManifestThatIsWrong(String manifest) {
        assertThatThrownBy(() -> Manifests.read(manifest)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldHoldTheTopicsThatTheCommandPrints() throws IOException {
        CommandRun run = CommandRun.of("topics", "plan", "--settings", settingsFile(), "--format", "strimzi");

        assertThat(text(DIRECTORY.resolve("strimzi-topics.yaml"))).isEqualTo(run.out());
    }

    @Test
    void shouldHoldTheUsersThatTheCommandPrints() throws IOException {
        CommandRun run = CommandRun.of(
                "topics",
                "acls",
                "--settings",
                settingsFile(),
                "--format",
                "strimzi",
                "--principal-operator",
                "User:tributary-operator",
                "--principal-aggregator",
                "User:tributary-aggregator",
                "--principal-client",
                "User:tributary-client",
                "--principal-observer",
                "User:tributary-observer");

        assertThat(text(DIRECTORY.resolve("strimzi-users.yaml"))).isEqualTo(run.out());
    }

    @Test
    void shouldGiveStrimziWhatItRequires() {
        assertThat(Manifests.trees(text(DIRECTORY.resolve("strimzi-topics.yaml"))))
                .allSatisfy(topic -> {
                    assertThat(topic.at("/metadata/labels/strimzi.io~1cluster").asText())
                            .isEqualTo("kafka");
                    assertThat(topic.at("/spec/partitions").asInt()).isPositive();
                });
        assertThat(Manifests.trees(text(DIRECTORY.resolve("strimzi-users.yaml"))))
                .allSatisfy(user -> {
                    assertThat(user.at("/metadata/labels/strimzi.io~1cluster").asText())
                            .isEqualTo("kafka");
                    assertThat(user.at("/spec/authentication/type").asText()).isEqualTo("scram-sha-512");
                    assertThat(user.at("/spec/authorization/type").asText()).isEqualTo("simple");
                    // Version v1 has no "operation" any more, and wants at least one.
                    assertThat(user.at("/spec/authorization/acls")).isNotEmpty().allSatisfy(acl -> {
                        assertThat(acl.has("operation")).isFalse();
                        assertThat(acl.path("operations")).isNotEmpty();
                    });
                });
    }

    @Test
    void shouldStartTheAggregatorWithOptionsThatItHas() {
        AggregatorMain.commandLine().parseArgs(container().getArgs().toArray(String[]::new));

        assertThat(container().getArgs())
                .contains(
                        "--settings=" + mountOf("config") + "/federation.yaml",
                        "--kafka-config=" + mountOf("config") + "/client.properties",
                        "--state-dir=" + mountOf("state"),
                        "--http-port=" + container().getPorts().get(0).getContainerPort());
    }

    @Test
    void shouldGiveTheMaskHelperSettingsThatAskForMasksAndKeysThatItsGroupAloneReads() {
        List<Object> documents = Manifests.read(text(DIRECTORY.resolve("mask-helper.yaml")));
        ConfigMap map = documents.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .findFirst()
                .orElseThrow();
        Deployment helper = documents.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(FederationSettings.parse(map.getData().get("federation.yaml"))
                        .privacy()
                        .isMasked())
                .isTrue();
        assertThat(helper.getSpec().getReplicas()).isEqualTo(1);
        // 288 is 0440: others cannot read it, or the mask helper would refuse it.
        assertThat(helper.getSpec().getTemplate().getSpec().getVolumes().stream()
                        .filter(volume -> volume.getName().equals("keys"))
                        .map(volume -> volume.getSecret().getDefaultMode()))
                .containsExactly(288);
    }

    @Test
    void shouldConfigureKafkaWithPropertiesThatItHas() throws IOException {
        ConfigMap map = one("configmap.yaml", ConfigMap.class);
        Path secret = Files.createDirectory(directory.resolve("user"));
        Files.writeString(secret.resolve("sasl.jaas.config"), "org.example.LoginModule required;");
        Path file = Files.writeString(
                directory.resolve("client.properties"),
                map.getData().get("client.properties").replace("/etc/tributary/user", secret.toString()));
        Map<String, Object> properties = KafkaConfigFile.load(file, null);

        // The certificate is not there, so nothing is connected; the names alone are looked at.
        properties.keySet().removeIf(name -> name.startsWith("config.providers"));
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        assertThat(new ConsumerConfig(properties).values().keySet()).containsAll(properties.keySet());
        assertThat(FederationSettings.parse(map.getData().get("federation.yaml"))
                        .topics()
                        .federation())
                .isEqualTo("digits");
    }

    @Test
    void shouldProbeThePathsThatTheAggregatorServes() {
        Probe liveness = container().getLivenessProbe();
        Probe readiness = container().getReadinessProbe();

        assertThat(liveness.getHttpGet().getPath()).isEqualTo("/livez");
        assertThat(readiness.getHttpGet().getPath()).isEqualTo("/readyz");
        assertThat(List.of(
                        liveness.getHttpGet().getPort().getStrVal(),
                        readiness.getHttpGet().getPort().getStrVal()))
                .containsOnly(container().getPorts().get(0).getName());
    }

    @Test
    void shouldSelectThePodsOfTheDeployment() {
        Map<String, String> labels =
                deployment().getSpec().getTemplate().getMetadata().getLabels();
        Service service = one("service.yaml", Service.class);
        PodDisruptionBudget budget = one("pod-disruption-budget.yaml", PodDisruptionBudget.class);

        assertThat(labels)
                .containsAllEntriesOf(deployment().getSpec().getSelector().getMatchLabels())
                .containsAllEntriesOf(service.getSpec().getSelector())
                .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
        assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
                .isEqualTo(container().getPorts().get(0).getName());
        assertThat(budget.getSpec().getMinAvailable().getIntVal())
                .isPositive()
                .isLessThan(deployment().getSpec().getReplicas());
    }

    @Test
    void shouldMountVolumesThatThereAreAndWriteNowhereElse() {
        assertThat(container().getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(
                        pod().getVolumes().stream().map(Volume::getName).toList());
        assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container().getSecurityContext().getAllowPrivilegeEscalation())
                .isFalse();
        assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(container().getVolumeMounts().stream()
                        .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .map(VolumeMount::getMountPath))
                .containsExactlyInAnyOrder("/var/lib/tributary", "/tmp");
    }

    @Test
    void shouldNameTheSecretThatStrimziMakesForTheUser() {
        List<String> users = Manifests.trees(text(DIRECTORY.resolve("strimzi-users.yaml"))).stream()
                .map(user -> user.at("/metadata/name").asText())
                .toList();

        assertThat(users).contains(volume("user").getSecret().getSecretName());
        assertThat(volume("cluster-ca").getSecret().getSecretName()).isEqualTo("kafka-cluster-ca-cert");
        assertThat(volume("config").getConfigMap().getName())
                .isEqualTo(one("configmap.yaml", ConfigMap.class).getMetadata().getName());
    }

    @Test
    void shouldGiveMoreTimeToStopThanTheAggregatorTakes() {
        // AggregatorApp closes Kafka Streams within 20 s.
        assertThat(pod().getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(30);
    }

    private String settingsFile() throws IOException {
        String settings = one("configmap.yaml", ConfigMap.class).getData().get("federation.yaml");
        return Files.writeString(directory.resolve("federation.yaml"), settings).toString();
    }

    private static Deployment deployment() {
        return one("deployment.yaml", Deployment.class);
    }

    private static PodSpec pod() {
        return deployment().getSpec().getTemplate().getSpec();
    }

    private static Container container() {
        return pod().getContainers().get(0);
    }

    private static Volume volume(String name) {
        return pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String mountOf(String volume) {
        return container().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(volume))
                .findFirst()
                .orElseThrow()
                .getMountPath();
    }

    private static <T> T one(String file, Class<T> type) {
        return type.cast(Manifests.read(text(DIRECTORY.resolve(file))).get(0));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
