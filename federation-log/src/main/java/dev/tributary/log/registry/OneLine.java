package dev.tributary.log.registry;

/** Words of others, fit for a line of ours. */
final class OneLine {

    private static final int MOST_CHARACTERS = 200;

    private OneLine() {}

    static String of(String text) {
        String line = String.valueOf(text).lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
