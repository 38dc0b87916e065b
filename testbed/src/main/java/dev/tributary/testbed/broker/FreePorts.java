package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds loopback ports that nobody listens on.
 *
 * <p>They lie below every system's range of outgoing ports (Linux from 32768, others from 49152). A port out of that
 * range could be taken by an outgoing connection while a killed broker is down, even by a client's own attempt to
 * reconnect to it, and the broker would not come back.
 */
final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private final RandomGenerator random;

    FreePorts(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Returns two neighbouring free ports, the lower one.
     *
     * @throws FederationException if none was found
     */
    int nextPair() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(LOWEST, HIGHEST - 1);
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
        throw new FederationException("two neighbouring loopback ports from " + LOWEST + " to " + HIGHEST
                + " must be free for the broker, was none of " + ATTEMPTS + " tried");
    }

    /** Returns whether a socket can listen on the port at 127.0.0.1. */
    static boolean isFree(int port) {
        return isFree(BrokerLayout.HOST, port);
    }

    /** Returns whether a socket can listen on the port at an address of this machine. */
    static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
