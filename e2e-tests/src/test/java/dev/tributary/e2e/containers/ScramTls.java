package dev.tributary.e2e.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * SASL/SCRAM over TLS with access control lists: a certificate of the broker's own, users with passwords that nobody has
 * seen, and the properties with which each of them reaches the broker. Whatever no list allows is refused.
 */
final class ScramTls {

    private static final String ADMIN = "admin";
    private static final String KEYSTORE = "/tmp/tributary/keystore.p12";
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    private final Path directory;
    private final String storePassword = secret();
    private final Map<String, String> users = new TreeMap<>();

    /** Makes the certificate in a directory and a password for each user. */
    ScramTls(Path directory, String... names) {
        this.directory = directory;
        users.put(ADMIN, secret());
        Arrays.stream(names).forEach(name -> users.put(name, secret()));
        keytool("-genkeypair -alias broker -keyalg EC -validity 2 -dname CN=broker -ext SAN=dns:localhost,dns:kafka"
                + " -storetype PKCS12");
        keytool("-exportcert -rfc -alias broker -file " + certificate());
    }

    private static String secret() {
        return UUID.randomUUID().toString();
    }

    private void keytool(String words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words.split(" ", -1)));
        command.addAll(List.of("-keystore", directory.resolve("keystore.p12").toString()));
        command.addAll(List.of("-storepass", storePassword));
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool").toFile())
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(
                        "keytool must succeed, said: " + Files.readString(directory.resolve("keytool")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a broker needs of it. */
    BrokerSecurity broker() {
        Map<String, String> settings = new HashMap<>();
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", "false");
        // The broker itself talks to itself over listeners that only the container reaches, and has no name there.
        settings.put("super.users", "User:ANONYMOUS;User:" + ADMIN);
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        for (String listener : List.of("host", "internal")) {
            settings.put("listener.name." + listener + ".scram-sha-512.sasl.jaas.config", LOGIN + ";");
        }
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", KEYSTORE);
        settings.put("ssl.keystore.password", storePassword);
        try {
            Map<String, byte[]> files = Map.of(KEYSTORE, Files.readAllBytes(directory.resolve("keystore.p12")));
            return new BrokerSecurity("SASL_SSL", users, files, settings, hostConfig(ADMIN), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Client properties of a user on the host, without {@code bootstrap.servers}. */
    Map<String, Object> hostConfig(String user) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                LOGIN + " username=\"" + user + "\" password=\"" + users.get(user) + "\";",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate().toString());
    }

    /** A file of client properties for a container, in which the password stands as a reference to elsewhere. */
    String containerProperties(String user, String passwordReference) {
        return """
                bootstrap.servers=%s
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                sasl.jaas.config=%s username="%s" password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=/etc/tributary/ca.pem
                config.providers=file,env
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                """
                .formatted(KafkaNode.INTERNAL, LOGIN, user, passwordReference);
    }

    /** The password of a user. */
    String password(String user) {
        return users.get(user);
    }

    /** The broker's certificate, in PEM. */
    String certificateText() {
        return Apps.text(certificate());
    }

    private Path certificate() {
        return directory.resolve("ca.pem");
    }
}
