package dev.tributary.leaktest.users;

/**
 * One simulated user.
 *
 * @param index  number of the user, from 0
 * @param circle the circle it belongs to
 * @param known  an earlier text: what an attacker knows of this user
 * @param typed  the text that it trains on in the federation, and nobody else has
 * @param secret the phrase that stands in {@code typed} a few times
 */
public record KeyboardUser(int index, int circle, Typing known, Typing typed, SecretPhrase secret) {}
