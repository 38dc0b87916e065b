package dev.tributary.e2e.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** An authority of the test's own, and the certificates that it has signed, made by the JDK's keytool. */
final class Certificates {

    private static final String AUTHORITY = "authority";

    private final Path directory;
    private final String password = secret();
    private final Map<String, String> passwords = new TreeMap<>();

    /** Makes an authority whose files lie in a directory. */
    Certificates(Path directory) {
        this.directory = directory;
        keytool("-genkeypair -alias " + AUTHORITY + " -dname CN=" + AUTHORITY
                + " -keyalg EC -validity 2 -ext bc:c=ca:true -ext ku=keyCertSign");
        keytool("-exportcert -rfc -alias " + AUTHORITY + " -file " + authority());
    }

    /** A secret that nobody has seen. */
    static String secret() {
        return UUID.randomUUID().toString();
    }

    /** Signs a certificate for a name; its private key is in {@link #keystore} under {@link #password}. */
    void issue(String name, String distinguishedName) {
        passwords.put(name, secret());
        keytool("-genkeypair -alias " + name + " -dname " + distinguishedName + " -signer " + AUTHORITY
                + " -keyalg EC -validity 2 -ext SAN=dns:localhost,dns:kafka");
        run("-importkeystore -srcalias " + name + " -srckeystore " + store() + " -srcstorepass " + password
                + " -destkeystore " + keystore(name) + " -deststoretype PKCS12 -deststorepass "
                + passwords.get(name));
    }

    /** Certificate of the authority, in PEM. */
    Path authority() {
        return directory.resolve("authority.pem");
    }

    /** Key and certificate of a name, as PKCS12. */
    Path keystore(String name) {
        return directory.resolve(name + ".p12");
    }

    /** Password of a name's keystore. */
    String password(String name) {
        return passwords.get(name);
    }

    private Path store() {
        return directory.resolve("all.p12");
    }

    private void keytool(String words) {
        run(words + " -storetype PKCS12 -keystore " + store() + " -storepass " + password);
    }

    private void run(String words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words.split(" ", -1)));
        Path said = directory.resolve("keytool");
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool must succeed, said: " + Files.readString(said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
