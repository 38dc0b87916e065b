package dev.tributary.demo.simulation;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A strategy with its settings, as {@code NAME[:KEY=VALUE]…}, such as {@code fedAvgM:momentum=0.8}.
 *
 * @param name    of the strategy
 * @param options settings that differ from the strategy's defaults, by key; copied
 */
public record StrategyChoice(String name, Map<String, String> options) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,40}");
    private static final Pattern OPTION = Pattern.compile("[A-Za-z0-9]{1,40}=[A-Za-z0-9.+-]{1,40}");

    /** Copies the options. */
    public StrategyChoice {
        options = Map.copyOf(options);
    }

    /**
     * Reads a choice.
     *
     * @param option name of the option, for the message
     * @param text   as shown above
     * @return the choice; whether the strategy exists and takes these settings is checked by {@link #settings}
     * @throws FederationException if it has another form
     */
    public static StrategyChoice parse(String option, String text) {
        List<String> parts = List.of(text.split(":", -1));
        List<String> settings = parts.subList(1, parts.size());
        boolean isWellFormed = NAME.matcher(parts.get(0)).matches()
                && settings.stream().allMatch(setting -> OPTION.matcher(setting).matches());
        if (!isWellFormed) {
            throw new FederationException(
                    option + " must be NAME or NAME:KEY=VALUE:…, with commas between, was " + text);
        }
        Map<String, String> options = new TreeMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            options.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new StrategyChoice(parts.get(0), options);
    }

    /**
     * Makes the settings of a federation with this strategy.
     *
     * @param clients updates that close a round
     * @return the settings, checked as those of a file are
     * @throws FederationException if there is no such strategy or it does not take these settings
     */
    public FederationSettings settings(int clients) {
        String strategy = new TreeMap<>(options)
                .entrySet().stream()
                        .map(option -> "  " + option.getKey() + ": " + option.getValue() + "\n")
                        .collect(Collectors.joining("", "strategy:\n  name: " + name + "\n", ""));
        return FederationSettings.parse("federation: compare\nprivacy: {masking: off}\nround:\n  goal: " + clients
                + "\n  quorum: " + clients + "\n" + strategy);
    }

    /** Returns the choice as people type it. */
    String shown() {
        return new TreeMap<>(options)
                .entrySet().stream()
                        .map(option -> ":" + option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining("", name, ""));
    }

    /** Returns the settings in effect, defaults too, for people: {@code momentum 0.9, serverLearningRate 1}. */
    public String shownSettings() {
        // Enough clients for every rule: what a rule needs is checked where a run has its own number.
        return settings(1000).strategy().options().entrySet().stream()
                .filter(option -> !option.getValue().equals("constant")
                        && !option.getValue().equals("fedAvg"))
                .sorted(Map.Entry.comparingByKey())
                .map(option -> "`" + option.getKey() + "` " + shortened(option.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String number) {
        return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    }
}
