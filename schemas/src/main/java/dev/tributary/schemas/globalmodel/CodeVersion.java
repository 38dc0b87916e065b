package dev.tributary.schemas.globalmodel;

import java.util.Optional;

/** The release of Tributary that is running. */
public final class CodeVersion {

    private CodeVersion() {}

    /**
     * Reads the release from the jar.
     *
     * @return such as {@code 0.1.0}, or {@code development} when the classes do not come from a jar
     */
    public static String current() {
        return Optional.ofNullable(CodeVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
