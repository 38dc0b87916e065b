package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.payload.PayloadException;
import java.util.Optional;

/**
 * Answers the intake about each update, at each step of its way: {@link RuledAdmission} by the rules; after a crash, while
 * the log is read again, by the decisions that were recorded.
 */
public interface Admission {

    /**
     * An update begins.
     *
     * @param key      key of its record, or null
     * @param manifest its manifest
     * @param offset   offset of its record
     * @return whether it is to be held
     */
    BeginAnswer begin(String key, UpdateManifest<?> manifest, long offset);

    /**
     * A chunk comes whose update is not held.
     *
     * @param key    key of its record, or null
     * @param chunk  the chunk
     * @param offset offset of its record
     * @return refused, now or before
     */
    BeginAnswer.NotHeld stray(String key, PayloadChunk chunk, long offset);

    /**
     * A record comes that is no part of an update.
     *
     * @param detail the flaw, for people
     * @return its refusal, or empty if that was told before
     */
    Optional<Refusal> foreign(String detail);

    /**
     * The last chunk of an update has come.
     *
     * @param manifest its manifest
     * @param offset   offset of its first record
     * @return the answer, to be carried out by the caller
     */
    WholeAnswer whole(UpdateManifest<?> manifest, long offset);

    /**
     * The payload of an update that is held is not what its manifest promises.
     *
     * @param flaw   the flaw
     * @param offset offset of the update's first record
     * @return the refusal that it gets
     * @throws dev.tributary.schemas.FederationException if it was good when it was read before
     */
    Refusal flawed(PayloadException flaw, long offset);

    /**
     * Says whether a refused update is done with when its last chunk comes.
     *
     * @return whether nothing more of it is expected then
     */
    boolean endsWithLastChunk();

    /**
     * Bounds what is held.
     *
     * @return most bytes
     */
    long maxHeldBytes();
}
