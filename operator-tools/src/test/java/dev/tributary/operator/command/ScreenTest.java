package dev.tributary.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    @ParameterizedTest
    @CsvSource({
        "true, 132, 43, true, 132, 43",
        "true, '', '', true, 80, 50",
        "true, 20, 5, true, 60, 10",
        "false, wide, -3, false, 80, 50",
        "'', 0, 99999, false, 80, 50",
    })
    void shouldTakeWhatTheLauncherSaysWithinBounds(
            String terminal, String columns, String rows, boolean isTerminal, int expectedColumns, int expectedRows) {
        Properties properties = new Properties();
        properties.setProperty("tributary.terminal", terminal);
        properties.setProperty("tributary.columns", columns);
        properties.setProperty("tributary.rows", rows);

        assertThat(Screen.of(properties)).isEqualTo(new Screen(isTerminal, expectedColumns, expectedRows));
    }
}
