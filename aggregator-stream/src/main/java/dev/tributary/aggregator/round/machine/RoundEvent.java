package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.publication.VersionPlan;
import java.util.Map;
import java.util.Optional;

/** Something that happens to the open round. Times are wall-clock times in milliseconds. */
public sealed interface RoundEvent
        permits RoundEvent.PartialsRead,
                RoundEvent.UpdatesJoined,
                RoundEvent.TimePassed,
                RoundEvent.ControlRead,
                RoundEvent.Commanded,
                RoundEvent.VersionRead,
                RoundEvent.VersionPublished,
                RoundEvent.Done,
                UnmaskEvent {

    /**
     * Has one of the handlers answer.
     *
     * @param handler answers
     * @param <T>     the answer
     * @return the answer
     */
    <T> T handTo(Handler<T> handler);

    /**
     * Answers each kind of event. A new kind does not compile before it is answered.
     *
     * @param <T> the answer
     */
    interface Handler<T> {

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T partialsRead(PartialsRead event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T updatesJoined(UpdatesJoined event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T timePassed(TimePassed event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T controlRead(ControlRead event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T commanded(Commanded event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T versionRead(VersionRead event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T versionPublished(VersionPublished event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T done(Done event);

        /**
         * Answers.
         *
         * @param event an event on a masked round's way
         * @return the answer
         */
        T unmask(UnmaskEvent event);
    }

    /**
     * A record of the log of partial sums was processed.
     *
     * @param from    offset from which the open round is read again after a crash
     * @param through offset of the record
     */
    record PartialsRead(long from, long through) implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.partialsRead(this);
        }
    }

    /**
     * Updates have joined the round.
     *
     * @param count size of the round with them
     * @param nowMs when
     */
    record UpdatesJoined(RoundCount count, long nowMs) implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.updatesJoined(this);
        }
    }

    /**
     * Time has passed.
     *
     * @param count size of the round
     * @param nowMs until when
     */
    record TimePassed(RoundCount count, long nowMs) implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.timePassed(this);
        }
    }

    /**
     * A record of {@code control} was processed.
     *
     * @param from    offset from which a command that is not whole is read again after a crash
     * @param through offset of the record
     */
    record ControlRead(long from, long through) implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.controlRead(this);
        }
    }

    /**
     * A command came.
     *
     * @param command the command
     * @param nowMs   when
     */
    record Commanded(Command command, long nowMs) implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.commanded(this);
        }
    }

    /**
     * The answer to {@link RoundEffect.ReadVersion}.
     *
     * @param command the rollback that it was read for
     * @param found   its parameters; empty if it is not on the model topic
     * @param nowMs   when
     */
    record VersionRead(Command.RollBack command, Optional<Command.Parameters> found, long nowMs) implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.versionRead(this);
        }
    }

    /**
     * The next version was written, as one of the effects asked.
     *
     * @param plan       how it was asked for
     * @param chunkCount chunks of its payload
     * @param emptied    where the log stands if the round was emptied; empty if its updates stay
     * @param nowMs      when
     */
    record VersionPublished(VersionPlan plan, int chunkCount, Optional<Emptied> emptied, long nowMs)
            implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.versionPublished(this);
        }
    }

    /**
     * Where the log of partial sums stands when a round is emptied.
     *
     * @param partialsFrom  offset from which the next round is read again
     * @param lastSequences by partition of {@code updates}: number of its last partial sum in the round; copied
     */
    record Emptied(long partialsFrom, Map<Integer, Long> lastSequences) {

        /** Copies the map. */
        public Emptied {
            lastSequences = Map.copyOf(lastSequences);
        }
    }

    /**
     * The federation has reached its end.
     *
     * @param reason why
     * @param nowMs  when
     */
    record Done(String reason, long nowMs) implements RoundEvent {
        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.done(this);
        }
    }
}
