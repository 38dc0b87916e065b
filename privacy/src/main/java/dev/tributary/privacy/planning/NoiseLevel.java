package dev.tributary.privacy.planning;

/** How a ratio of noise to signal, {@code z·√d / K}, lets a model train. */
public enum NoiseLevel {

    /** Below 1: the sum of full deltas outweighs the noise. */
    LOW("training runs nearly as without noise"),

    /** 1 to 5: directions are lost in single rounds and found over many. */
    BEARABLE("training works, slower and with a smaller server learning rate"),

    /** Above 5: rounds carry noise. */
    HOPELESS(
            "training does not work: train fewer parameters (adapters, the last layers), or have more updates in a round");

    private final String text;

    NoiseLevel(String text) {
        this.text = text;
    }

    /**
     * Finds the level of a ratio.
     *
     * @param ratio 0 or more
     * @return its level
     */
    public static NoiseLevel of(double ratio) {
        if (ratio < 1) {
            return LOW;
        }
        return ratio <= 5 ? BEARABLE : HOPELESS;
    }

    /**
     * Words it for a person.
     *
     * @return one line
     */
    public String text() {
        return text;
    }
}
