package dev.tributary.leaktest.users;

import dev.tributary.client.data.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws users and what they type. User {@code i} of a seed depends on the seed, the language and {@code i} alone.
 *
 * <p>A sentence has 4 to 9 words: 70 in a hundred are common ones, of which every other follows the word before it by
 * habit (each word has four that often come next), so that there is something for a model to learn; 14 are of the user's
 * circle, 16 the user's own. The secret phrase is a sentence of its own, typed three times in a text.
 */
public final class KeyboardUsers {

    private static final double COMMON = 0.70;
    private static final double CIRCLE = 0.14;
    private static final double BY_HABIT = 0.5;
    private static final int HABITS = 4;
    private static final int SECRET_TIMES = 3;
    private static final int SHORTEST_SENTENCE = 4;
    private static final int LONGEST_SENTENCE = 9;

    private final Language language;
    private final Vocabulary vocabulary;
    private final long seed;
    private final int sentences;
    private final ZipfLaw zipf;

    /**
     * @param language  how many words there are
     * @param seed      of the users
     * @param sentences sentences in a text beside the secret one, 1 or more
     * @throws IllegalArgumentException if there are no sentences
     */
    public KeyboardUsers(Language language, long seed, int sentences) {
        if (sentences < 1) {
            throw new IllegalArgumentException("sentences must be 1 or more, was " + sentences);
        }
        this.language = language;
        this.vocabulary = Vocabulary.of(language, seed);
        this.seed = seed;
        this.sentences = sentences;
        this.zipf = new ZipfLaw(vocabulary.commonWords());
    }

    /**
     * Gives the words that they type.
     *
     * @return the vocabulary
     */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * Draws all users of the language.
     *
     * @return in the order of their numbers
     */
    public List<KeyboardUser> all() {
        List<KeyboardUser> users = new ArrayList<>();
        for (int i = 0; i < language.people(); i++) {
            users.add(user(i));
        }
        return users;
    }

    /**
     * Draws one user.
     *
     * @param index 0 to {@code people - 1}
     * @return the user
     */
    public KeyboardUser user(int index) {
        SplitMix64 random = SplitMix64.forItem(seed, index);
        int circle = index % language.circles();
        SecretPhrase secret = new SecretPhrase(
                vocabulary.firstOwnWord(index),
                vocabulary.firstSecretWord() + random.nextInt(vocabulary.secretWords()),
                vocabulary.firstSecretWord() + random.nextInt(vocabulary.secretWords()));
        Typing known = Typing.of(sentences(index, circle, random));
        Typing typed = Typing.of(withSecret(sentences(index, circle, random), secret));
        return new KeyboardUser(index, circle, known, typed, secret);
    }

    private int[] sentences(int user, int circle, SplitMix64 random) {
        List<Integer> words = new ArrayList<>(List.of(Vocabulary.MARK));
        for (int i = 0; i < sentences; i++) {
            int length = SHORTEST_SENTENCE + random.nextInt(LONGEST_SENTENCE - SHORTEST_SENTENCE + 1);
            for (int j = 0; j < length; j++) {
                words.add(next(words.get(words.size() - 1), user, circle, random));
            }
            words.add(Vocabulary.MARK);
        }
        return words.stream().mapToInt(Integer::intValue).toArray();
    }

    private int next(int before, int user, int circle, SplitMix64 random) {
        double kind = random.nextDouble();
        if (kind < COMMON) {
            boolean hasHabit = before <= vocabulary.commonWords() && random.nextDouble() < BY_HABIT;
            return hasHabit ? habit(before, random.nextInt(HABITS)) : zipf.rank(random);
        }
        if (kind < COMMON + CIRCLE) {
            return vocabulary.firstCircleWord(circle) + random.nextInt(language.circleWords());
        }
        return vocabulary.firstOwnWord(user) + 1 + random.nextInt(language.ownWords() - 1);
    }

    /** A word that often comes after another: a habit of everybody's, drawn once for the seed. */
    private int habit(int before, int which) {
        SplitMix64 random = SplitMix64.forItem(seed ^ 0x68616269L, (long) before * HABITS + which);
        return zipf.rank(random);
    }

    private static int[] withSecret(int[] words, SecretPhrase secret) {
        int[] all = new int[words.length + SECRET_TIMES * 4];
        System.arraycopy(words, 0, all, 0, words.length);
        for (int i = 0; i < SECRET_TIMES; i++) {
            int at = words.length + 4 * i;
            all[at] = secret.key();
            all[at + 1] = secret.first();
            all[at + 2] = secret.second();
            all[at + 3] = Vocabulary.MARK;
        }
        return all;
    }
}
