package dev.tributary.aggregator.round.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosePolicyTest {

    private static final ClosePolicy POLICY = new ClosePolicy(5, 3);

    @ParameterizedTest
    @CsvSource({"5,false,GOAL", "9,false,GOAL", "5,true,GOAL", "3,true,DEADLINE", "4,true,DEADLINE"})
    void shouldCloseWhenGoalOrDeadlineWithQuorumIsReached(int members, boolean isOverdue, String reason) {
        assertThat(POLICY.decide(members, isOverdue))
                .hasValueSatisfying(decided -> assertThat(decided).hasToString(reason));
    }

    @ParameterizedTest
    @CsvSource({"0,false", "4,false", "2,true", "0,true"})
    void shouldStayOpenWhenNeitherIsReached(int members, boolean isOverdue) {
        assertThat(POLICY.decide(members, isOverdue)).isEmpty();
    }
}
