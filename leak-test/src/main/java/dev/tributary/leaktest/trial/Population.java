package dev.tributary.leaktest.trial;

import dev.tributary.leaktest.network.WordShape;
import dev.tributary.leaktest.rounds.RunSettings;
import dev.tributary.leaktest.users.KeyboardUser;
import dev.tributary.leaktest.users.KeyboardUsers;
import dev.tributary.leaktest.users.Language;
import dev.tributary.leaktest.users.Typing;
import dev.tributary.leaktest.users.Vocabulary;
import java.util.List;
import java.util.Set;

/**
 * The people of a leak test: members of the federation, and as many of the same kind who stand outside.
 *
 * @param vocabulary words of all
 * @param members    users that train
 * @param outsiders  users that do not
 */
public record Population(Vocabulary vocabulary, List<KeyboardUser> members, List<KeyboardUser> outsiders) {

    private static final int SENTENCES = 12;
    private static final int WIDTH = 8;
    private static final float LEARNING_RATE = 0.15f;
    private static final double SERVER_LEARNING_RATE = 0.2;
    /** Near the norm of a delta in the first rounds: later ones are shorter. */
    private static final double CLIPPING_NORM = 5;

    /** Keeps the lists from changing. */
    public Population {
        members = List.copyOf(members);
        outsiders = List.copyOf(outsiders);
    }

    /**
     * Draws the people.
     *
     * @param users members, and outsiders
     * @param seed  of the people
     * @return the people
     */
    public static Population draw(int users, long seed) {
        KeyboardUsers keyboards = new KeyboardUsers(Language.of(2 * users), seed, SENTENCES);
        List<KeyboardUser> all = keyboards.all();
        return new Population(keyboards.vocabulary(), all.subList(0, users), all.subList(users, 2 * users));
    }

    /**
     * Gives the texts that the federation learns from.
     *
     * @return one a member
     */
    public List<Typing> typed() {
        return members.stream().map(KeyboardUser::typed).toList();
    }

    /**
     * Gives the texts that attackers have.
     *
     * @return one a member
     */
    public List<Typing> known() {
        return members.stream().map(KeyboardUser::known).toList();
    }

    /**
     * Lists the words that each member typed.
     *
     * @return one set a member
     */
    public List<Set<Integer>> truth() {
        return typed().stream().map(Typing::distinctWords).toList();
    }

    /**
     * Says how the people train.
     *
     * @param rounds rounds
     * @param seed   of the first model
     * @return settings without noise
     */
    public RunSettings training(int rounds, long seed) {
        return new RunSettings(
                new WordShape(vocabulary.size(), WIDTH),
                rounds,
                LEARNING_RATE,
                SERVER_LEARNING_RATE,
                CLIPPING_NORM,
                0,
                seed);
    }
}
