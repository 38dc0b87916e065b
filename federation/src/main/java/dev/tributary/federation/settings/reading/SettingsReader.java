package dev.tributary.federation.settings.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one section of a settings file. Each value that is out of its bounds, and each key that was never asked for, is
 * refused with its path, the bound and the value.
 */
public final class SettingsReader {

    private static final Pattern DURATION = Pattern.compile("(0|[1-9]\\d{0,11})\\s*(ms|s|m|min|h|d)");
    private static final Pattern SIZE = Pattern.compile("(0|[1-9]\\d{0,11})\\s*(B|KiB|MiB|GiB)?");

    // A leading zero means eight to one reader and ten to another.
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,30})?([eE][-+]?\\d{1,3})?");

    private final String path;
    private final ObjectNode node;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<SettingsReader> sections = new ArrayList<>();

    public SettingsReader(String path, ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /** Opens the section under a key; an absent one is empty. */
    public SettingsReader section(String key) {
        JsonNode child = ask(key);
        if (child != null && !child.isObject()) {
            throw refusal(key, "a section of settings", show(child));
        }
        SettingsReader section =
                new SettingsReader(pathOf(key), child == null ? node.objectNode() : (ObjectNode) child);
        sections.add(section);
        return section;
    }

    public String text(String key) {
        JsonNode value = ask(key);
        if (value == null || !value.isValueNode()) {
            throw refusal(key, "given as text", value == null ? "absent" : show(value));
        }
        return value.asText();
    }

    public String text(String key, String standard) {
        return ask(key) == null ? standard : text(key);
    }

    public long integer(String key, long standard, long least, long greatest) {
        JsonNode value = ask(key);
        if (value == null) {
            return standard;
        }
        String text = show(value);
        if (!value.isTextual()
                || !WHOLE.matcher(text).matches()
                || Long.parseLong(text) < least
                || Long.parseLong(text) > greatest) {
            throw refusal(key, "a whole number from " + least + " to " + greatest, text);
        }
        return Long.parseLong(text);
    }

    public double number(String key, double standard, double least, double greatest) {
        JsonNode value = ask(key);
        if (value == null) {
            return standard;
        }
        String text = show(value);
        if (!value.isTextual()
                || !NUMBER.matcher(text).matches()
                || Double.parseDouble(text) < least
                || Double.parseDouble(text) > greatest) {
            throw refusal(key, "a number from " + least + " to " + greatest, text);
        }
        return Double.parseDouble(text);
    }

    public OptionalDouble optionalNumber(String key, double least, double greatest) {
        return ask(key) == null ? OptionalDouble.empty() : OptionalDouble.of(number(key, 0, least, greatest));
    }

    public boolean flag(String key, boolean standard) {
        JsonNode value = ask(key);
        if (value == null) {
            return standard;
        }
        String text = show(value);
        if (!text.equals("true") && !text.equals("false")) {
            throw refusal(key, "true or false", text);
        }
        return text.equals("true");
    }

    public Duration duration(String key, Duration standard, Duration least, Duration greatest) {
        JsonNode value = ask(key);
        if (value == null) {
            return standard;
        }
        Matcher matcher = DURATION.matcher(show(value));
        Duration duration = matcher.matches() ? toDuration(matcher) : null;
        if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(greatest) > 0) {
            throw refusal(
                    key,
                    "a duration such as 500ms, 30s, 5m or 2h, from " + show(least) + " to " + show(greatest),
                    show(value));
        }
        return duration;
    }

    private static Duration toDuration(Matcher matcher) {
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    public long bytes(String key, long standard, long least, long greatest) {
        JsonNode value = ask(key);
        if (value == null) {
            return standard;
        }
        Matcher matcher = SIZE.matcher(show(value));
        long bytes = matcher.matches() ? toBytes(matcher) : -1;
        if (bytes < least || bytes > greatest) {
            throw refusal(
                    key, "a size such as 64MiB or 1GiB, from " + least + " to " + greatest + " bytes", show(value));
        }
        return bytes;
    }

    private static long toBytes(Matcher matcher) {
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int shift = 10 * List.of("B", "KiB", "MiB", "GiB").indexOf(unit);
        // Beyond the greatest long it must not wrap around to something that looks right.
        return amount > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : amount << shift;
    }

    public String oneOf(String key, String standard, Collection<String> allowed) {
        JsonNode value = ask(key);
        if (value == null) {
            return standard;
        }
        if (!value.isTextual() || !allowed.contains(value.textValue())) {
            throw refusal(key, "one of " + List.copyOf(allowed), show(value));
        }
        return value.textValue();
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type, E standard) {
        JsonNode value = ask(key);
        if (value == null) {
            return standard;
        }
        String given = show(value);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> show(constant).equals(given))
                .findFirst()
                .orElseThrow(() -> refusal(
                        key,
                        "one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(SettingsReader::show)
                                        .toList(),
                        given));
    }

    /** Refuses the keys that nobody asked for, here and in the sections opened from here. */
    public void refuseUnknownKeys() {
        node.fieldNames().forEachRemaining(key -> {
            if (!asked.contains(key)) {
                throw new FederationException(pathOf(key) + " must be a known setting; known here: " + asked);
            }
        });
        sections.forEach(SettingsReader::refuseUnknownKeys);
    }

    public FederationException refusal(String key, String bound, Object value) {
        return new FederationException(pathOf(key) + " must be " + bound + ", was " + value);
    }

    private static String show(JsonNode value) {
        // As it stands in the file, where texts need no quotation marks.
        return value.isValueNode() ? value.asText() : value.toString().replace("\"", "");
    }

    public static String show(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private JsonNode ask(String key) {
        asked.add(key);
        JsonNode value = node.get(key);
        // A key without a value, such as a section whose lines are all comments, comes as an empty text.
        boolean isEmpty = value == null
                || value.isNull()
                || value.isTextual() && value.textValue().isEmpty();
        return isEmpty ? null : value;
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
