package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.VersionEvaluation;

/** Something that the machine asks of the stage around it. The stage carries effects out in their order. */
public sealed interface RoundEffect
        permits RoundEffect.CloseRound,
                RoundEffect.PublishAgain,
                RoundEffect.PublishParameters,
                RoundEffect.ReadVersion,
                RoundEffect.ExpireVersion,
                RoundEffect.RebuildSums,
                RoundEffect.Announce,
                RoundEffect.PublishEvaluation,
                RoundEffect.RefuseCommand,
                RoundEffect.FollowWith,
                UnmaskEffect {

    /**
     * Has one of the handlers carry it out.
     *
     * @param handler carries it out
     */
    void carryOut(Handler handler);

    /**
     * Says whether somebody waits for the records that it writes, so that the transaction is to be committed at once.
     *
     * @return whether somebody does
     */
    default boolean isAwaited() {
        return false;
    }

    /** Carries out each kind of effect. A new kind does not compile before it is carried out. */
    interface Handler {

        /**
         * Makes the strategy's step along the round's updates, publishes it, and empties the round.
         *
         * @param effect the effect
         */
        void close(CloseRound effect);

        /**
         * Publishes the newest model once more; the round keeps its updates.
         *
         * @param effect the effect
         */
        void publishAgain(PublishAgain effect);

        /**
         * Publishes given parameters, and forgets the memory of the strategy, which belongs to other versions.
         *
         * @param effect the effect
         */
        void publish(PublishParameters effect);

        /**
         * Reads a version, and answers with {@link RoundEvent.VersionRead}.
         *
         * @param effect the effect
         */
        void read(ReadVersion effect);

        /**
         * Writes the tombstones of a version.
         *
         * @param effect the effect
         */
        void expire(ExpireVersion effect);

        /**
         * Makes the sums of the round again, in the form that the strategy now in force combines.
         *
         * @param effect the effect
         */
        void rebuild(RebuildSums effect);

        /**
         * Tells clients, and stage 1.
         *
         * @param effect the effect
         */
        void announce(Announce effect);

        /**
         * Writes figures of a version.
         *
         * @param effect the effect
         */
        void publishEvaluation(PublishEvaluation effect);

        /**
         * Answers a command that is not carried out.
         *
         * @param effect the effect
         */
        void refuse(RefuseCommand effect);

        /**
         * Lets an event happen, after the effects before this one.
         *
         * @param effect the effect
         */
        void follow(FollowWith effect);

        /**
         * Carries out an effect on a masked round.
         *
         * @param effect the effect
         */
        void unmask(UnmaskEffect effect);
    }

    /**
     * The round closes.
     *
     * @param plan how its version comes about
     */
    record CloseRound(VersionPlan plan) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.close(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * The newest model becomes the next version too, since settings come into force with a version.
     *
     * @param plan how the version comes about
     */
    record PublishAgain(VersionPlan plan) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.publishAgain(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * Given parameters become the next version.
     *
     * @param plan          how the version comes about
     * @param parameters    the parameters
     * @param discardsRound whether the updates of the round are discarded; else they stay
     */
    record PublishParameters(VersionPlan plan, Command.Parameters parameters, boolean discardsRound)
            implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.publish(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * An earlier version is to be read from the model topic.
     *
     * @param command the rollback that needs it
     */
    record ReadVersion(Command.RollBack command) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.read(this);
        }
    }

    /**
     * A version is no longer kept.
     *
     * @param version    the version
     * @param chunkCount chunks of its payload
     */
    record ExpireVersion(long version, int chunkCount) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.expire(this);
        }
    }

    /** The strategy now in force combines another kind of aggregate. */
    record RebuildSums() implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.rebuild(this);
        }
    }

    /**
     * Something has changed for clients while no version was published.
     *
     * @param state the state that holds now
     */
    record Announce(FederationState state) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.announce(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * A version was judged.
     *
     * @param evaluation its figures, with the judgement
     */
    record PublishEvaluation(VersionEvaluation evaluation) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.publishEvaluation(this);
        }
    }

    /**
     * A command is refused.
     *
     * @param commandId its id, empty if none could be read
     * @param why       one line
     */
    record RefuseCommand(String commandId, String why) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.refuse(this);
        }

        @Override
        public boolean isAwaited() {
            return true;
        }
    }

    /**
     * Another event follows from this one.
     *
     * @param event the event
     */
    record FollowWith(RoundEvent event) implements RoundEffect {
        @Override
        public void carryOut(Handler handler) {
            handler.follow(this);
        }
    }
}
