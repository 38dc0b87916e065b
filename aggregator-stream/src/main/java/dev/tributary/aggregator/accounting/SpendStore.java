package dev.tributary.aggregator.accounting;

import dev.tributary.privacy.accountant.ClientSpend;
import dev.tributary.schemas.FederationException;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The spend of each client, and the total of all, in the change-logged store of stage 2, beside the state of the round. Keys
 * are {@code spend/<client id>} and {@code spend-total}; each value begins with the number of its format.
 *
 * @param store the task's store
 */
record SpendStore(KeyValueStore<String, byte[]> store) {

    private static final byte FORMAT = 1;
    private static final String PREFIX = "spend/";
    private static final String TOTAL = "spend-total";
    private static final int NUMBERS = 3 * Long.BYTES;

    ClientSpend of(String clientId) {
        ByteBuffer value = read(PREFIX + clientId, NUMBERS);
        return value == null
                ? ClientSpend.NOTHING
                : new ClientSpend(value.getLong(), value.getLong(), value.getDouble());
    }

    void put(String clientId, ClientSpend spend) {
        store.put(
                PREFIX + clientId,
                begin(NUMBERS)
                        .putLong(spend.participations())
                        .putLong(spend.lastRelease())
                        .putDouble(spend.rho())
                        .array());
    }

    AccountTotal total() {
        ByteBuffer value = read(TOTAL, NUMBERS + Double.BYTES);
        return value == null
                ? AccountTotal.NOTHING
                : new AccountTotal(value.getLong(), value.getLong(), value.getLong(), value.getDouble());
    }

    void put(AccountTotal total) {
        store.put(
                TOTAL,
                begin(NUMBERS + Double.BYTES)
                        .putLong(total.releases())
                        .putLong(total.clients())
                        .putLong(total.participations())
                        .putDouble(total.rho())
                        .array());
    }

    private static ByteBuffer begin(int length) {
        return ByteBuffer.allocate(1 + length).put(FORMAT);
    }

    private ByteBuffer read(String key, int length) {
        byte[] bytes = store.get(key);
        if (bytes == null) {
            return null;
        }
        if (bytes.length != 1 + length || bytes[0] != FORMAT) {
            throw new FederationException("format of " + key + " in the state of stage 2 must be " + FORMAT
                    + ", was another; go on with the release of Tributary that wrote it (docs/recovery.md, \"Rolling"
                    + " upgrade\")");
        }
        return ByteBuffer.wrap(bytes, 1, length);
    }
}
