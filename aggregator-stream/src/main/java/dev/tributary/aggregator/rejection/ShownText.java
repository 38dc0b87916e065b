package dev.tributary.aggregator.rejection;

import java.util.regex.Pattern;

/** Text of a stranger, on its way to people's eyes and logs. */
final class ShownText {

    /** Line breaks would let a stranger write log lines of his own; other controls let him move the cursor. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

    private ShownText() {}

    /**
     * Makes text fit to be shown.
     *
     * @param text      any text, or null for none
     * @param maxLength greatest length of the answer, at least 1
     * @return one line without control characters; its last character is an ellipsis if the text was longer
     */
    static String of(String text, int maxLength) {
        if (text == null) {
            return "";
        }
        boolean isLong = text.length() > maxLength;
        String cut = isLong ? text.substring(0, maxLength - 1) + "…" : text;
        return CONTROL.matcher(cut).replaceAll("?");
    }
}
