package dev.tributary.demo.report;

/** Escapes text for HTML and SVG. */
final class Html {

    private Html() {}

    /** Returns a number as written by {@link Numbers}; one that is not known as a dash of a digit's width. */
    static String number(String number) {
        return number.equals(Numbers.NOT_KNOWN) ? "–" : escape(number);
    }

    /** Returns the text so that it is nothing but text, in an element as well as in a quoted attribute. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
