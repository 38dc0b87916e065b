package dev.tributary.federation.settings.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.schemas.FederationException;
import java.io.StringReader;
import java.util.Iterator;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

/**
 * Reads YAML whose scalars are text, as they are written: {@code no} is the text <i>no</i> and {@code 010} the text
 * <i>010</i>, where YAML 1.1 makes <i>false</i> and eight of them. Numbers are read where a setting asks for one, by
 * {@link SettingsReader}. What could make two readers see two things is refused: keys that stand twice, anchors, aliases and
 * tags.
 *
 * <p>Not thread-safe; for one text.
 */
public final class SettingsText {

    /** Four levels are the deepest of ours. */
    private static final int MOST_LEVELS = 16;

    private final Iterator<Event> events;

    private SettingsText(String yaml) {
        this.events = new Yaml().parse(new StringReader(yaml)).iterator();
    }

    /**
     * Reads a text.
     *
     * @param yaml one document that is a mapping
     * @return its values, each a text, a mapping or a sequence; an empty value, {@code ~} and {@code null} are null nodes
     * @throws FederationException in one line, if it is something else
     */
    public static ObjectNode read(String yaml) {
        try {
            return new SettingsText(yaml).document();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new FederationException("settings must be YAML: " + e.getProblem() + " (line " + line + ")", e);
        } catch (YAMLException e) {
            throw new FederationException(
                    "settings must be YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"),
                    e);
        }
    }

    private ObjectNode document() {
        expect(StreamStartEvent.class);
        Event start = events.next();
        if (!(start instanceof DocumentStartEvent)) {
            throw noMapping();
        }
        JsonNode root = value(events.next(), 1);
        if (!(root instanceof ObjectNode mapping)) {
            throw noMapping();
        }
        expect(DocumentEndEvent.class);
        Event end = events.next();
        if (!(end instanceof StreamEndEvent)) {
            throw refusal("must be one YAML document, had a second one", end);
        }
        return mapping;
    }

    private void expect(Class<? extends Event> type) {
        Event event = events.next();
        if (!type.isInstance(event)) {
            throw new IllegalStateException("expected " + type.getSimpleName() + ", was " + event);
        }
    }

    private JsonNode value(Event event, int level) {
        requirePlain(event);
        if (level > MOST_LEVELS) {
            throw refusal("must be nested at most " + MOST_LEVELS + " deep, were deeper", event);
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        if (event instanceof MappingStartEvent) {
            return mapping(level);
        }
        ArrayNode sequence = JsonNodeFactory.instance.arrayNode();
        for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
            sequence.add(value(next, level + 1));
        }
        return sequence;
    }

    private ObjectNode mapping(int level) {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
            requirePlain(next);
            if (!(next instanceof ScalarEvent key)) {
                throw refusal("must have keys that are text, had another", next);
            }
            if (mapping.has(key.getValue())) {
                throw refusal("must have each key once, had " + key.getValue() + " twice", next);
            }
            mapping.set(key.getValue(), value(events.next(), level + 1));
        }
        return mapping;
    }

    private static JsonNode scalar(ScalarEvent event) {
        String text = event.getValue();
        boolean isNothing = event.getScalarStyle() == ScalarStyle.PLAIN
                && (text.isEmpty() || text.equals("~") || text.equals("null"));
        return isNothing ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(text);
    }

    private static void requirePlain(Event event) {
        boolean isReferred = event instanceof AliasEvent || event instanceof NodeEvent node && node.getAnchor() != null;
        if (isReferred) {
            throw refusal("must be written out, had an anchor or alias (& or *)", event);
        }
        String tag = null;
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof MappingStartEvent mapping) {
            tag = mapping.getTag();
        } else if (event instanceof SequenceStartEvent sequence) {
            tag = sequence.getTag();
        }
        if (tag != null) {
            throw refusal("must be without tags, had " + tag, event);
        }
    }

    private static FederationException noMapping() {
        return new FederationException("settings must be 'key: value' lines in YAML, beginning with federation:");
    }

    private static FederationException refusal(String claim, Event event) {
        int line = event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
        return new FederationException("settings " + claim + " (line " + line + ")");
    }
}
