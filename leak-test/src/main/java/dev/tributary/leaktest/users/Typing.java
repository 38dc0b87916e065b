package dev.tributary.leaktest.users;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Text of a user: numbers of words, sentences between marks. Immutable. */
public final class Typing {

    private final int[] words;

    private Typing(int[] words) {
        this.words = words;
    }

    /**
     * Takes words over.
     *
     * @param words numbers of words, a mark at both ends; copied
     * @return the text
     * @throws IllegalArgumentException if it does not begin and end with a mark, or there is nothing between
     */
    public static Typing of(int... words) {
        if (words.length < 3 || words[0] != Vocabulary.MARK || words[words.length - 1] != Vocabulary.MARK) {
            throw new IllegalArgumentException(
                    "words must begin and end with a mark and have one between, were " + words.length);
        }
        return new Typing(words.clone());
    }

    /**
     * Counts the places.
     *
     * @return words and marks, 3 or more
     */
    public int length() {
        return words.length;
    }

    /**
     * Gives the word at a place.
     *
     * @param place 0 to {@code length() - 1}
     * @return number of a word
     */
    public int word(int place) {
        return words[place];
    }

    /**
     * Lists the different words.
     *
     * @return without the mark, ascending
     */
    public Set<Integer> distinctWords() {
        Set<Integer> distinct = new TreeSet<>();
        Arrays.stream(words).filter(word -> word != Vocabulary.MARK).forEach(distinct::add);
        return distinct;
    }

    /** Its length alone: it is what nobody else is to read. */
    @Override
    public String toString() {
        return "Typing[" + words.length + " words and marks]";
    }
}
