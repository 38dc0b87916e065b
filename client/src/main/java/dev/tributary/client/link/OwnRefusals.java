package dev.tributary.client.link;

import dev.tributary.schemas.avro.Rejection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds this client's updates among the notices of refused ones, which name nobody: it knows its own by their ids. Not
 * thread-safe: belongs to the client's thread.
 */
public final class OwnRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(OwnRefusals.class);

    /** Updates that are remembered: a notice that comes after so many more is not recognised. */
    static final int MOST = 64;

    private final ModelSource models;
    private final Map<String, Boolean> sent = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return super.size() > MOST;
        }
    };

    /**
     * @param models where notices come by
     */
    public OwnRefusals(ModelSource models) {
        this.models = models;
    }

    /**
     * Remembers an update.
     *
     * @param updateId its id
     */
    public void sent(String updateId) {
        sent.put(updateId, true);
    }

    /**
     * Looks through the notices that have come since the last call, and names this client's in the log.
     *
     * @return those of this client's updates, each once
     */
    public List<Rejection> look() {
        List<Rejection> own = models.takeRefusals().stream()
                .filter(notice -> sent.remove(notice.getUpdateId()) != null)
                .toList();
        own.forEach(notice -> LOG.warn(
                "update refused by the aggregator: modelVersion={} updateId={} reason={}; it is in no version."
                        + " What to do about the reason: docs/protocol-clients.md",
                notice.getBaseVersion(),
                notice.getUpdateId(),
                notice.getReason()));
        return own;
    }
}
