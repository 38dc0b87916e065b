package dev.tributary.e2e.containers;

import java.util.Map;

/**
 * How a broker knows who talks to it.
 *
 * @param protocol       security protocol of the listeners that others reach
 * @param users          passwords by name of its SCRAM users
 * @param files          bytes by path of the files that its settings name
 * @param brokerSettings settings of the broker beyond the usual ones
 * @param adminConfig    client properties of somebody who may do everything, from the host
 * @param javaOptions    more options for the broker's Java, without blanks in them
 */
record BrokerSecurity(
        String protocol,
        Map<String, String> users,
        Map<String, byte[]> files,
        Map<String, String> brokerSettings,
        Map<String, Object> adminConfig,
        String javaOptions) {

    /** Everybody may do everything. */
    static final BrokerSecurity NONE = new BrokerSecurity("PLAINTEXT", Map.of(), Map.of(), Map.of(), Map.of(), "");
}
