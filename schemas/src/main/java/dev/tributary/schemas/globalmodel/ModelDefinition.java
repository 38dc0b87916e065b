package dev.tributary.schemas.globalmodel;

/**
 * The architecture of a model, in the words of the library that runs it.
 *
 * @param format such as {@code dl4j-multilayer-json}, 1 to 64 characters
 * @param text   the definition; empty when clients know it from elsewhere
 */
public record ModelDefinition(String format, String text) {

    private static final int MAX_FORMAT_LENGTH = 64;

    /** Checks the bounds named above. */
    public ModelDefinition {
        if (format.isEmpty() || format.length() > MAX_FORMAT_LENGTH) {
            throw new IllegalArgumentException(
                    "definition format must be 1 to " + MAX_FORMAT_LENGTH + " characters, was '" + format + "'");
        }
    }

    /** Prints the format only: texts are long. */
    @Override
    public String toString() {
        return "ModelDefinition[" + format + ", " + text.length() + " characters]";
    }
}
