package dev.tributary.e2e.harness;

import java.util.List;
import java.util.Map;

/** Parts of a YAML file that a test reads; one that is not there is empty. */
public final class YamlParts {

    private YamlParts() {}

    /** A mapping. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> section(Object yaml) {
        return yaml == null ? Map.of() : (Map<String, Object>) yaml;
    }

    /** A list of texts. */
    @SuppressWarnings("unchecked")
    public static List<String> texts(Object yaml) {
        return yaml == null ? List.of() : (List<String>) yaml;
    }
}
