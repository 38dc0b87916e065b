package dev.tributary.demo.federation;

import dev.tributary.demo.masking.UpdateProtection;
import dev.tributary.schemas.avro.PayloadEncoding;

/**
 * Settings that all clients of a demonstration share.
 *
 * @param federation       name of the federation
 * @param bootstrapServers address of the broker
 * @param protection       how updates travel
 * @param encoding         how clients write their updates; masked words have a form of their own
 * @param lastVersion      the version that ends each client
 */
record ClientPlan(
        String federation,
        String bootstrapServers,
        UpdateProtection protection,
        PayloadEncoding encoding,
        long lastVersion) {}
