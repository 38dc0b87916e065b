package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/**
 * Where a broker listens for clients, and the name under which it tells them to come.
 *
 * @param bindHost       address of this machine that is listened on, such as {@code 127.0.0.1}; {@code 0.0.0.0} for all
 * @param advertisedHost name or address that clients connect to
 * @param port           1 to 65535
 */
public record ListenAddress(String bindHost, String advertisedHost, int port) {

    private static final int HIGHEST_PORT = 65_535;

    /**
     * Checks the parts that do not depend on the machine.
     *
     * @throws FederationException if the port is none, or clients are told to come to every address at once
     */
    public ListenAddress {
        if (port < 1 || port > HIGHEST_PORT) {
            throw new FederationException("port must be 1 to " + HIGHEST_PORT + ", was " + port);
        }
        if (isWildcard(advertisedHost)) {
            throw new FederationException("advertised host must be a name or address that clients can connect to, was "
                    + advertisedHost + "; name one with --advertise");
        }
    }

    /** Returns the address that only this machine reaches. */
    static ListenAddress loopback(int port) {
        return new ListenAddress(BrokerLayout.HOST, BrokerLayout.HOST, port);
    }

    /**
     * Requires that a broker can listen there now.
     *
     * @throws FederationException if the address is none of this machine's, or something listens there
     */
    void requireFree() {
        if (!isOfThisMachine(bindHost)) {
            throw new FederationException("bind address must be one of this machine's, was " + bindHost
                    + "; 127.0.0.1 is this machine alone, 0.0.0.0 all of its addresses");
        }
        if (!FreePorts.isFree(bindHost, port)) {
            throw new FederationException("port must be one that nobody listens on, was " + port
                    + "; stop what listens on " + bound() + " or name another port");
        }
    }

    /** Returns address and port to listen on. */
    String bound() {
        return joined(bindHost);
    }

    /** Returns the address for clients. */
    String advertised() {
        return joined(advertisedHost);
    }

    private String joined(String host) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
