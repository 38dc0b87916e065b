package dev.tributary.schemas.globalmodel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The release of Tributary that is running, as the build wrote it beside this class. */
public final class CodeVersion {

    private static final Properties BUILD = load();

    private CodeVersion() {}

    /**
     * Names the release.
     *
     * @return such as {@code 0.1.0}, or {@code development} when no build wrote one
     */
    public static String current() {
        return written("version").orElse("development");
    }

    /**
     * Names the commit that the release was built from.
     *
     * @return the first twelve digits of its id; empty when it was built outside of a repository
     */
    public static Optional<String> commit() {
        return written("commit");
    }

    /** A property that no build has filled in still stands in the braces of Maven. */
    private static Optional<String> written(String key) {
        return Optional.ofNullable(BUILD.getProperty(key)).filter(value -> !value.isBlank() && !value.startsWith("$"));
    }

    private static Properties load() {
        Properties build = new Properties();
        try (InputStream file = CodeVersion.class.getResourceAsStream("build.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build;
    }
}
