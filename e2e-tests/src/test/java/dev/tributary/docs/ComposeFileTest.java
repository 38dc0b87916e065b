package dev.tributary.docs;

import static dev.tributary.e2e.harness.YamlParts.section;
import static dev.tributary.e2e.harness.YamlParts.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.maskhelper.command.MaskHelperMain;
import dev.tributary.operator.command.TributaryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** {@code docker-compose.yml} and what it mounts: right for each other, for the commands and for Kubernetes' example. */
class ComposeFileTest {

    private static final Path TOP = DocsTest.findTop();
    private static final Map<String, Object> COMPOSE = section(load("docker-compose.yml"));
    private static final Map<String, Object> SERVICES = section(COMPOSE.get("services"));

    private static Object load(String file) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(TOP.resolve(file)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> service(String name) {
        return section(SERVICES.get(name));
    }

    private static Stream<String> ownServices() {
        return SERVICES.keySet().stream()
                .filter(name -> String.valueOf(service(name).get("image")).startsWith("tributary/"));
    }

    @Test
    void shouldRunTheImagesThatKubernetesRuns() throws IOException {
        String deployment = Files.readString(TOP.resolve("deploy/kubernetes/deployment.yaml"));
        String image = Pattern.compile("image: (tributary/aggregator-stream:(\\S+))")
                .matcher(deployment)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        String tag = image.substring(image.indexOf(':'));

        assertThat(ownServices().map(name -> service(name).get("image")))
                .contains(image)
                .allSatisfy(name -> assertThat(String.valueOf(name)).endsWith(tag));
    }

    @Test
    void shouldWaitOnlyForServicesThatThereAre() {
        SERVICES.keySet()
                .forEach(name -> section(service(name).get("depends_on")).forEach((other, how) -> {
                    assertThat(SERVICES).as("service that %s waits for", name).containsKey(other);
                    if ("service_healthy".equals(section(how).get("condition"))) {
                        assertThat(service(other)).as("service %s", other).containsKey("healthcheck");
                    }
                }));
    }

    @Test
    void shouldMountOnlyWhatThereIs() {
        List<String> sources = SERVICES.keySet().stream()
                .flatMap(name -> texts(service(name).get("volumes")).stream())
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .toList();

        assertThat(sources).anyMatch(source -> source.startsWith("./")).allSatisfy(source -> {
            if (source.startsWith("./")) {
                assertThat(TOP.resolve(source)).exists();
            } else {
                assertThat(section(COMPOSE.get("volumes"))).containsKey(source);
            }
        });
    }

    @Test
    void shouldGiveCommandsThatTheImagesUnderstand() {
        FederationSettings settings = FederationSettings.load(TOP.resolve("deploy/compose/federation.yaml"));
        List<String> federations = new ArrayList<>();
        ownServices().filter(name -> service(name).containsKey("command")).forEach(name -> {
            List<String> words = withoutFiles(texts(service(name).get("command")));
            CommandLine command = commandLineOf(String.valueOf(service(name).get("image")));
            assertThat(command.parseArgs(words.toArray(String[]::new)).hasSubcommand())
                    .isTrue();
            if (words.contains("--federation")) {
                federations.add(words.get(words.indexOf("--federation") + 1));
            }
        });

        assertThat(federations)
                .hasSizeGreaterThan(1)
                .containsOnly(settings.topics().federation());
    }

    /** The job {@code keys} writes the option that {@code @…/helper-root} stands for. */
    private static List<String> withoutFiles(List<String> words) {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.addAll(
                word.equals("@/etc/tributary/public/helper-root")
                        ? List.of("--helper-root", "0".repeat(64))
                        : List.of(word)));
        return all;
    }

    @Test
    void shouldGiveTheMasksOptionsToEveryPartyOfAMaskedFederation() {
        assertThat(FederationSettings.load(TOP.resolve("deploy/compose/federation.yaml"))
                        .privacy()
                        .isMasked())
                .isTrue();
        assertThat(ownServices().filter(name -> name.matches("(aggregator|client)-\\d")))
                .hasSize(5)
                .allSatisfy(name ->
                        assertThat(texts(service(name).get("command"))).contains("@/etc/tributary/public/helper-root"));
        // Nobody but the job sees the keys of two parties.
        assertThat(SERVICES.keySet().stream().filter(name -> secretVolumes(name) > 1))
                .containsExactly("keys");
    }

    private static long secretVolumes(String service) {
        return texts(service(service).get("volumes")).stream()
                .filter(volume -> volume.matches("(authority|mask-helper|client-\\d):.*"))
                .count();
    }

    private static CommandLine commandLineOf(String image) {
        if (image.contains("mask-helper")) {
            return MaskHelperMain.commandLine();
        }
        if (image.contains("client-app")) {
            return ClientMain.commandLine();
        }
        return image.contains("operator-tools") ? TributaryCommand.commandLine() : AggregatorMain.commandLine();
    }

    @Test
    void shouldScrapeThePortsThatAreServed() throws IOException {
        List<String> targets = Pattern.compile("\"([a-z0-9-]+:\\d+)\"")
                .matcher(Files.readString(TOP.resolve("deploy/compose/prometheus.yml")))
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> served = ownServices()
                .filter(name -> name.matches("mask-helper|(aggregator|client)-\\d"))
                .map(name -> name + ":" + port(name))
                .toList();

        assertThat(targets).containsExactlyInAnyOrderElementsOf(new TreeSet<>(served));
    }

    private static String port(String name) {
        List<String> words = texts(service(name).get("command"));
        return words.get(words.indexOf("--http-port") + 1);
    }

    @Test
    void shouldChangeOnlyServicesThatThereAreWhenTheClusterIsAnother() {
        Map<String, Object> changed =
                section(section(load("deploy/compose/existing-cluster.yml")).get("services"));

        assertThat(changed).isNotEmpty();
        assertThat(SERVICES.keySet()).containsAll(changed.keySet());
    }
}
