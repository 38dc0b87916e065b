package dev.tributary.leaktest.users;

/**
 * The canary of one user: a word that this user alone types, followed by two secret ones, as in "the code of my bicycle is
 * amber falcon". Whoever knows the first word, as everybody does who knows the user, looks for the other two among all
 * pairs.
 *
 * @param key    the user's own word, which stands nowhere else
 * @param first  a secret word
 * @param second another or the same
 */
public record SecretPhrase(int key, int first, int second) {}
