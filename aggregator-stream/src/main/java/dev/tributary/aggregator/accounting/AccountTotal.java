package dev.tributary.aggregator.accounting;

/**
 * All releases so far, over all clients.
 *
 * @param releases       sums with noise that became public, 0 or more
 * @param clients        different clients in any of them
 * @param participations most releases with one client
 * @param rho            largest ρ of a client, never rounded down
 */
public record AccountTotal(long releases, long clients, long participations, double rho) {

    static final AccountTotal NOTHING = new AccountTotal(0, 0, 0, 0);
}
