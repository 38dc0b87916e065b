package dev.tributary.leaktest.users;

import dev.tributary.client.data.SplitMix64;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All words of a language by their number: 0 is the mark between sentences, then come common words from the most common
 * on, the words that secrets are made of, those of each circle, those of each user. Client and server share it, as
 * keyboards do: a federation trains one embedding for all.
 */
public final class Vocabulary {

    /** The mark before and after each sentence. */
    public static final int MARK = 0;

    private final Language language;
    private final List<String> words;
    private final int commonWords;
    private final int secretWords;

    private Vocabulary(Language language, List<String> words, int commonWords, int secretWords) {
        this.language = language;
        this.words = List.copyOf(words);
        this.commonWords = commonWords;
        this.secretWords = secretWords;
    }

    /**
     * Makes the vocabulary of a language.
     *
     * @param language how many words there are
     * @param seed     makes names
     * @return the vocabulary, the same for the same arguments
     */
    public static Vocabulary of(Language language, long seed) {
        List<String> words = new ArrayList<>(List.of("."));
        List<String> common = lines("common-words.txt");
        List<String> secret = lines("secret-words.txt");
        words.addAll(common);
        words.addAll(secret);
        Set<String> taken = new HashSet<>(words);
        WordForge forge = new WordForge(SplitMix64.forItem(seed, -1), taken);
        int made = language.circles() * language.circleWords() + language.people() * language.ownWords();
        for (int i = 0; i < made; i++) {
            words.add(forge.next());
        }
        return new Vocabulary(language, words, common.size(), secret.size());
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Vocabulary.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " must be readable in the jar", e);
        }
    }

    /**
     * Counts the words.
     *
     * @return with the mark
     */
    public int size() {
        return words.size();
    }

    /**
     * Gives the letters of a word.
     *
     * @param word its number
     * @return its letters
     */
    public String text(int word) {
        return words.get(word);
    }

    /**
     * Counts the words that everybody types.
     *
     * @return they are the numbers from 1 on
     */
    public int commonWords() {
        return commonWords;
    }

    /**
     * Counts the words that secrets are made of.
     *
     * @return they are the numbers from {@link #firstSecretWord} on
     */
    public int secretWords() {
        return secretWords;
    }

    /**
     * Finds the words that secrets are made of.
     *
     * @return number of the first
     */
    public int firstSecretWord() {
        return 1 + commonWords;
    }

    /** Number of the first word of a circle. */
    int firstCircleWord(int circle) {
        return 1 + commonWords + secretWords + circle * language.circleWords();
    }

    /** Number of the first of a user's own words. */
    int firstOwnWord(int user) {
        return firstCircleWord(language.circles()) + user * language.ownWords();
    }
}
