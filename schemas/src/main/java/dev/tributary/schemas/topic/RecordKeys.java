package dev.tributary.schemas.topic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of the records in the compacted topics, as UTF-8 text. */
public final class RecordKeys {

    private static final Pattern MODEL_KEY = Pattern.compile("(\\d{1,18})/(head|\\d{1,9})");
    private static final Pattern REFUSAL_KEY = Pattern.compile("refusal/\\d{1,9}/\\d{1,9}");
    private static final Pattern ROUND_KEY = Pattern.compile("round/(\\d{1,18})");

    /** Key of the newest {@code FederationState} on {@code model}. */
    public static final String STATE = "state";

    private RecordKeys() {}

    /**
     * Where a record of the model topic belongs.
     *
     * @param version model version
     * @param chunk   index of the chunk, or -1 for the head
     */
    public record ModelKey(long version, int chunk) {

        /**
         * Says whether it is the key of a head.
         *
         * @return whether it is that of a head, not of a chunk
         */
        public boolean isHead() {
            return chunk < 0;
        }
    }

    /**
     * Key of a version's head on {@code model}.
     *
     * @param version model version, 0 or more
     * @return {@code <version>/head}
     */
    public static String modelHead(long version) {
        return version + "/head";
    }

    /**
     * Key of a chunk on {@code model}.
     *
     * @param version model version, 0 or more
     * @param index   index of the chunk, counted from 0
     * @return {@code <version>/<index>}
     */
    public static String modelChunk(long version, int index) {
        return version + "/" + index;
    }

    /**
     * Reads a key of {@code model}.
     *
     * @param key the key, may be null
     * @return its version and chunk, or empty if it is no key of ours
     */
    public static Optional<ModelKey> parseModelKey(String key) {
        Matcher matcher = MODEL_KEY.matcher(String.valueOf(key));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int chunk = "head".equals(matcher.group(2)) ? -1 : Integer.parseInt(matcher.group(2));
        return Optional.of(new ModelKey(Long.parseLong(matcher.group(1)), chunk));
    }

    /**
     * Key of a notice of a refused update on {@code model}.
     *
     * @param partition partition of {@code updates}
     * @param slot      place among the notices of the partition, which are written over in turn
     * @return {@code refusal/<partition>/<slot>}
     */
    public static String refusal(int partition, int slot) {
        return "refusal/" + partition + "/" + slot;
    }

    /**
     * Tells a notice of a refused update from the other records of {@code model}.
     *
     * @param key the key, may be null
     * @return whether a Rejection stands under it
     */
    public static boolean isRefusal(String key) {
        return REFUSAL_KEY.matcher(String.valueOf(key)).matches();
    }

    /**
     * Key of a version's evaluation on {@code rounds}.
     *
     * @param version model version, 0 or more
     * @return {@code evaluation/<version>}
     */
    public static String evaluation(long version) {
        return "evaluation/" + version;
    }

    /**
     * Key of a round's result on {@code rounds}.
     *
     * @param version version that the round published
     * @return {@code round/<version>}
     */
    public static String round(long version) {
        return "round/" + version;
    }

    /**
     * Key of a part of a round's members on {@code rounds}.
     *
     * @param version version that the round published
     * @param index   index of the part, counted from 0
     * @return {@code members/<version>/<index>}
     */
    public static String members(long version, int index) {
        return "members/" + version + "/" + index;
    }

    /**
     * Tells a round's result from the other records of {@code rounds} without decoding it.
     *
     * @param key the key, may be null
     * @return whether a RoundResult stands under it
     */
    public static boolean isRound(String key) {
        return ROUND_KEY.matcher(String.valueOf(key)).matches();
    }
}
