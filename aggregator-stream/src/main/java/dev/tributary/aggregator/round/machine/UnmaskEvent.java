package dev.tributary.aggregator.round.machine;

import java.util.Set;

/** Something that happens to a masked round on its way through the mask helper. */
public sealed interface UnmaskEvent extends RoundEvent {

    /**
     * Has one of the handlers answer.
     *
     * @param handler answers
     * @param <T>     the answer
     * @return the answer
     */
    <T> T answerBy(UnmaskHandler<T> handler);

    @Override
    default <T> T handTo(Handler<T> handler) {
        return handler.unmask(this);
    }

    /**
     * Answers each kind of event. A new kind does not compile before it is answered.
     *
     * @param <T> the answer
     */
    interface UnmaskHandler<T> {

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T membersFixed(MembersFixed event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T answerRead(AnswerRead event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T sumArrived(SumArrived event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T listRefused(ListRefused event);

        /**
         * Answers.
         *
         * @param event the event
         * @return the answer
         */
        T sumUnusable(SumUnusable event);
    }

    /**
     * The members of a round are fixed, and the sum of their masks is asked for.
     *
     * @param pending the round
     * @param nowMs   when
     */
    record MembersFixed(PendingRelease pending, long nowMs) implements UnmaskEvent {
        @Override
        public <T> T answerBy(UnmaskHandler<T> handler) {
            return handler.membersFixed(this);
        }
    }

    /**
     * A record of {@code mask-sums} was processed.
     *
     * @param from    offset from which an answer that is not whole is read again after a crash
     * @param through offset of the record
     */
    record AnswerRead(long from, long through) implements UnmaskEvent {
        @Override
        public <T> T answerBy(UnmaskHandler<T> handler) {
            return handler.answerRead(this);
        }
    }

    /**
     * The sum of the masks is there, signed, of the list that was asked for and with the weights expected.
     *
     * @param nowMs when
     */
    record SumArrived(long nowMs) implements UnmaskEvent {
        @Override
        public <T> T answerBy(UnmaskHandler<T> handler) {
            return handler.sumArrived(this);
        }
    }

    /**
     * The mask helper does not release the list.
     *
     * @param reason  its reason
     * @param members update ids that the reason is about, may be empty; copied
     * @param left    size of the round without them
     * @param nowMs   when
     */
    record ListRefused(String reason, Set<String> members, RoundCount left, long nowMs) implements UnmaskEvent {

        /** Copies the ids. */
        public ListRefused {
            members = Set.copyOf(members);
        }

        @Override
        public <T> T answerBy(UnmaskHandler<T> handler) {
            return handler.listRefused(this);
        }
    }

    /**
     * The unmasked sum can be no sum of honest updates.
     *
     * @param why   one line
     * @param nowMs when
     */
    record SumUnusable(String why, long nowMs) implements UnmaskEvent {
        @Override
        public <T> T answerBy(UnmaskHandler<T> handler) {
            return handler.sumUnusable(this);
        }
    }
}
