package dev.tributary.console.history;

import dev.tributary.schemas.avro.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rejection without the name of its client.
 *
 * @param reason      why it was refused
 * @param detail      which field, which bound, which value; the ids of client and update are taken out of it
 * @param baseVersion version that it was trained from, -1 if none could be read
 * @param topic       topic of the refused record
 * @param partition   its partition
 * @param offset      its offset
 * @param atMs        wall-clock time of the refusal, milliseconds since 1970-01-01 UTC
 */
record RefusedUpdate(
        String reason, String detail, long baseVersion, String topic, int partition, long offset, long atMs) {

    private static final String LEFT_OUT = "…";

    static RefusedUpdate of(Rejection rejection) {
        String detail = without(rejection.getUpdateId(), without(rejection.getClientId(), rejection.getDetail()));
        return new RefusedUpdate(
                rejection.getReason(),
                detail,
                rejection.getBaseVersion(),
                rejection.getTopic(),
                rejection.getPartition(),
                rejection.getOffset(),
                rejection.getRejectedAtMs());
    }

    /** As a word of its own: an id such as {@code 1} would otherwise take digits out of numbers. */
    private static String without(String id, String text) {
        return id.isEmpty()
                ? text
                : Pattern.compile("(?<![A-Za-z0-9_-])(?<!\\d\\.)" + Pattern.quote(id) + "(?![A-Za-z0-9_-])(?!\\.\\d)")
                        .matcher(text)
                        .replaceAll(Matcher.quoteReplacement(LEFT_OUT));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", reason);
        json.put("detail", detail);
        json.put("baseVersion", baseVersion);
        json.put("topic", topic);
        json.put("partition", partition);
        json.put("offset", offset);
        json.put("atMs", atMs);
        return json;
    }
}
