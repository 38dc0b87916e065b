package dev.tributary.console.history;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened, in a sentence.
 *
 * @param id      its place in the feed: {@code <start of the console>-<number>}
 * @param type    its kind, such as {@code published}; {@code docs/console.md} lists them
 * @param atMs    wall-clock time, milliseconds since 1970-01-01 UTC
 * @param version model version that it is about, -1 for none
 * @param text    the sentence; may hold anything that a note holds, so it is to be shown as text
 */
public record FeedEvent(String id, String type, long atMs, long version, String text) {

    /**
     * Shows it to programs.
     *
     * @return members in a fixed order
     */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("type", type);
        json.put("atMs", atMs);
        json.put("version", version);
        json.put("text", text);
        return json;
    }
}
