package dev.tributary.aggregator.control;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.VersionEvaluation;

/** A request of the topic {@code control} to stage 2, checked as far as that is possible without the federation's state. */
public sealed interface Command {

    /**
     * Has one of the handlers answer it.
     *
     * @param handler knows the federation's state
     * @param <T>     the answer
     * @return the answer
     */
    <T> T handTo(Handler<T> handler);

    /**
     * Answers each kind of command. A new kind does not compile before it is answered.
     *
     * @param <T> the answer
     */
    interface Handler<T> {

        /**
         * Takes new settings.
         *
         * @param command the command
         * @return the answer
         */
        T change(ChangeSettings command);

        /**
         * Takes a model to publish.
         *
         * @param command the command
         * @return the answer
         */
        T publish(PublishModel command);

        /**
         * Takes a version to go back to.
         *
         * @param command the command
         * @return the answer
         */
        T rollBack(RollBack command);

        /**
         * Takes the figures of a version.
         *
         * @param command the command
         * @return the answer
         */
        T judge(Evaluated command);

        /**
         * Takes a command that cannot be carried out whatever the state.
         *
         * @param command the command
         * @return the answer
         */
        T refuse(Refused command);
    }

    /**
     * New settings, in themselves right.
     *
     * @param commandId id of the command
     * @param settings  the settings
     */
    record ChangeSettings(String commandId, FederationSettings settings) implements Command {

        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.change(this);
        }
    }

    /**
     * Parameters that become the next version, all finite.
     *
     * @param commandId         id of the command
     * @param layoutFingerprint fingerprint of their layout
     * @param parameters        the flat vector; owned by whoever has the command
     * @param reason            one line for the provenance
     */
    record PublishModel(String commandId, String layoutFingerprint, Parameters parameters, String reason)
            implements Command {

        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.publish(this);
        }
    }

    /** A flat vector that prints its shape only. */
    final class Parameters {

        private final float[] values;

        /**
         * @param values the vector, shared
         */
        public Parameters(float[] values) {
            this.values = values;
        }

        /**
         * Gives the vector itself, not a copy.
         *
         * @return the values
         */
        public float[] values() {
            return values;
        }

        @Override
        public String toString() {
            return values.length + " parameters";
        }
    }

    /**
     * An earlier version that becomes the next one.
     *
     * @param commandId id of the command
     * @param toVersion the earlier version
     * @param reason    one line for the provenance
     */
    record RollBack(String commandId, long toVersion, String reason) implements Command {

        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.rollBack(this);
        }
    }

    /**
     * How well a version does over its clients.
     *
     * @param evaluation the figures
     */
    record Evaluated(VersionEvaluation evaluation) implements Command {

        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.judge(this);
        }
    }

    /**
     * A command that cannot be carried out.
     *
     * @param commandId its id, empty if none could be read
     * @param why       one line
     */
    record Refused(String commandId, String why) implements Command {

        @Override
        public <T> T handTo(Handler<T> handler) {
            return handler.refuse(this);
        }
    }
}
