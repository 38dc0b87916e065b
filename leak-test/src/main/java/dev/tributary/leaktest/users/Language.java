package dev.tributary.leaktest.users;

/**
 * How many words of each kind there are. Everybody types common words, by Zipf's law; each user also belongs to a circle
 * with words of its own (names, places), and has a few words that nobody else types.
 *
 * @param people      users that there are, 1 to 1,000,000
 * @param circles     circles that they are dealt to, 1 to {@code people}
 * @param circleWords words of each circle, 1 or more
 * @param ownWords    words of each user alone, 2 or more: the first stands in the secret phrase only
 */
public record Language(int people, int circles, int circleWords, int ownWords) {

    private static final int MOST_PEOPLE = 1_000_000;

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public Language {
        if (people < 1 || people > MOST_PEOPLE || circles < 1 || circles > people) {
            throw new IllegalArgumentException("people must be 1 to " + MOST_PEOPLE + " and circles 1 to them, were "
                    + people + " and " + circles);
        }
        if (circleWords < 1 || ownWords < 2) {
            throw new IllegalArgumentException(
                    "circleWords must be 1 or more and ownWords 2 or more, were " + circleWords + " and " + ownWords);
        }
    }

    /**
     * Makes a language as keyboards know it: circles of twenty people, six words a circle, two words a user.
     *
     * @param people users that there are
     * @return the language
     */
    public static Language of(int people) {
        return new Language(people, Math.max(1, people / 20), 6, 2);
    }
}
