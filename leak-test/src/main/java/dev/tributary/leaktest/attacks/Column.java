package dev.tributary.leaktest.attacks;

/** The three federations that are attacked. */
public enum Column {

    /** Updates stand readable on the log. */
    PLAIN("plain"),

    /** Updates stand under masks; sums are released as they are. */
    MASKED("masked"),

    /** Updates stand under masks, and released sums have noise. */
    NOISE("masked with noise");

    private final String words;

    Column(String words) {
        this.words = words;
    }

    /**
     * Gives the name for people.
     *
     * @return in plain words
     */
    public String words() {
        return words;
    }
}
