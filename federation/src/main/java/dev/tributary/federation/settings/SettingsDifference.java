package dev.tributary.federation.settings;

import dev.tributary.federation.settings.reading.SettingsReader;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A setting that has one value in one federation.yaml and another in the next. Defaults count as values, so that writing
 * one out is no change.
 *
 * @param path   its path in federation.yaml
 * @param before the value before; empty if there was no such setting
 * @param after  the value after; empty if there is no such setting any more
 */
public record SettingsDifference(String path, String before, String after) {

    /**
     * Compares settings.
     *
     * @param before the ones before
     * @param after  the ones after
     * @return differences, by path
     */
    public static List<SettingsDifference> between(FederationSettings before, FederationSettings after) {
        Map<String, String> old = flat(before);
        Map<String, String> now = flat(after);
        TreeSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(now.keySet());
        List<SettingsDifference> differences = new ArrayList<>();
        for (String path : paths) {
            String from = old.getOrDefault(path, "");
            String to = now.getOrDefault(path, "");
            if (!from.equals(to)) {
                differences.add(new SettingsDifference(path, from, to));
            }
        }
        return differences;
    }

    /**
     * Shows all settings with the values in effect.
     *
     * @param settings the settings
     * @return values by path, in the order of the paths
     */
    public static Map<String, String> flat(FederationSettings settings) {
        Map<String, String> values = new TreeMap<>();
        values.put("federation", settings.topics().federation());
        values.put(
                "topics.updatePartitions", String.valueOf(settings.topicPlan().updatePartitions()));
        values.put(
                "topics.replicationFactor", String.valueOf(settings.topicPlan().replicationFactor()));
        // Sections and settings are named in the records as in the file.
        for (RecordComponent section : FederationSettings.class.getRecordComponents()) {
            Object value = valueOf(section, settings);
            if (value instanceof Record record && !(section.getName().equals("topicPlan"))) {
                addAll(section.getName(), record, values);
            }
        }
        return values;
    }

    private static void addAll(String path, Record section, Map<String, String> values) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            Object value = valueOf(component, section);
            String name = path + "." + component.getName();
            if (value instanceof Record inner) {
                addAll(name, inner, values);
            } else if (value instanceof Map<?, ?> options) {
                // A strategy's own settings stand beside its name.
                options.forEach((key, option) -> values.put(path + "." + key, String.valueOf(option)));
            } else {
                values.put(name, shown(value));
            }
        }
    }

    private static Object valueOf(RecordComponent component, Record owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("accessor of a public record must be callable: " + component, e);
        }
    }

    private static String shown(Object value) {
        if (value instanceof Enum<?> constant) {
            return SettingsReader.show(constant);
        }
        if (value instanceof OptionalDouble number) {
            return number.isPresent() ? String.valueOf(number.getAsDouble()) : "none";
        }
        return value instanceof Duration duration ? SettingsReader.show(duration) : String.valueOf(value);
    }
}
