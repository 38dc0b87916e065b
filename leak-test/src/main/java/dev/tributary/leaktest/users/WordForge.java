package dev.tributary.leaktest.users;

import dev.tributary.client.data.SplitMix64;
import java.util.Set;

/** Makes words that can be pronounced, such as names of people and places, none twice. Not thread-safe. */
final class WordForge {

    private static final String CONSONANTS = "bdfghjklmnprstvwz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = 3;

    private final SplitMix64 random;
    private final Set<String> taken;

    /**
     * @param random source of the letters
     * @param taken  words that are not to be made; grows
     */
    WordForge(SplitMix64 random, Set<String> taken) {
        this.random = random;
        this.taken = taken;
    }

    /** Makes a word of three syllables, more if those are used up. */
    String next() {
        StringBuilder word = new StringBuilder(syllables(SYLLABLES));
        while (!taken.add(word.toString())) {
            word.append(syllables(1));
        }
        return word.toString();
    }

    private String syllables(int count) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < count; i++) {
            word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
            word.append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        return word.toString();
    }
}
