package dev.tributary.console.command;

import dev.tributary.schemas.FederationException;
import java.util.Map;

/** Addresses that the console may listen on: it knows no users, so only this machine's may reach it. */
final class Loopback {

    private static final Map<String, String> ADDRESSES =
            Map.of("127.0.0.1", "127.0.0.1", "localhost", "127.0.0.1", "::1", "::1", "[::1]", "::1");

    private Loopback() {}

    /**
     * Checks an address. No name is looked up: what it leads to may change.
     *
     * @throws FederationException if it is none of the loopback interface
     */
    static String require(String bind) {
        String address = ADDRESSES.get(bind);
        if (address == null) {
            throw new FederationException("--bind must be 127.0.0.1, ::1 or localhost, was " + bind
                    + "; the console asks nobody for a password: reach it from elsewhere through ssh -L, or a proxy on"
                    + " this machine that does");
        }
        return address;
    }
}
