package dev.tributary.maskhelper.ledger;

import java.util.Optional;

/** Keeps the newest promise, apart from the ledger and its changelog. */
public interface PromiseKeeper {

    /**
     * Reads the promise.
     *
     * @return the newest; empty if none was ever made
     */
    Optional<PromisedRelease> newest();

    /**
     * Puts a promise down for good, before the call returns.
     *
     * @param promise the promise
     */
    void keep(PromisedRelease promise);
}
