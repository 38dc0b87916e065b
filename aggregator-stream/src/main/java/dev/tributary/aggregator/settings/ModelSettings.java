package dev.tributary.aggregator.settings;

/**
 * What stays on the model topic.
 *
 * @param keepVersions newest versions that stay readable, at least 2: a reader may be in the middle of the last one
 */
public record ModelSettings(int keepVersions) {

    static ModelSettings read(SettingsReader reader) {
        return new ModelSettings((int) reader.integer("keepVersions", 5, 2, 10_000));
    }
}
