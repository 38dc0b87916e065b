package dev.tributary.e2e.harness;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.metadata.MetadataCache;

/**
 * Mends KAFKA-20734 in a broker that a test kills, so that the test says something of us. A broker of 4.3.1 or 4.4.0
 * takes a partition without a leader for one that was deleted, does not write the transaction's end to it, and calls
 * the transaction complete. All partitions of a single broker are without a leader for a moment when it comes back.
 * What was aborted then counts as committed as soon as the same producer commits again, or the partition is not read
 * any further.
 *
 * <p>A Java agent of the broker's process: the method answers "leader not available", as it once did, for partitions
 * that exist. To be deleted with the first Kafka that does so itself.
 */
public final class MarkerFix {

    private static final Path AGENT = Path.of("target", "marker-fix.jar");

    private MarkerFix() {}

    /** Options of a broker's JVM: those of a broker that lives for seconds, and the agent. */
    public static List<String> jvmOptions() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), MarkerFix.class.getName());
        Path agent = AGENT.toAbsolutePath();
        try (OutputStream file = Files.newOutputStream(agent);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            // The class itself is on the broker's class path, which is this JVM's.
            jar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-javaagent:" + agent);
    }

    /** Called by the broker's JVM before its main method. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        new AgentBuilder.Default()
                .type(named("org.apache.kafka.metadata.KRaftMetadataCache"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(KnownPartition.class).on(named("getPartitionLeaderEndpoint"))))
                .installOn(instrumentation);
    }

    /** What the end of the method becomes. */
    public static final class KnownPartition {

        private KnownPartition() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.This MetadataCache cache,
                @Advice.Argument(0) String topic,
                @Advice.Argument(1) int partition,
                @Advice.Return(readOnly = false) Optional<Node> leader) {
            if (leader.isEmpty() && cache.contains(new TopicPartition(topic, partition))) {
                leader = Optional.of(Node.noNode());
            }
        }
    }
}
