package dev.tributary.operator.command;

import java.util.Properties;

/**
 * Where standard output goes, as the launcher, which can ask the system, says.
 *
 * @param isTerminal whether it is a terminal that understands cursor movements; in doubt, no
 * @param columns    its width, 60 or more
 * @param rows       its height, 10 or more
 */
record Screen(boolean isTerminal, int columns, int rows) {

    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 50;
    private static final int LEAST_COLUMNS = 60;
    private static final int LEAST_ROWS = 10;

    static Screen ofThisProcess() {
        return of(System.getProperties());
    }

    static Screen of(Properties properties) {
        return new Screen(
                Boolean.parseBoolean(properties.getProperty("tributary.terminal")),
                number(properties.getProperty("tributary.columns"), USUAL_COLUMNS, LEAST_COLUMNS),
                number(properties.getProperty("tributary.rows"), USUAL_ROWS, LEAST_ROWS));
    }

    private static int number(String said, int usual, int least) {
        boolean isNumber = said != null && said.matches("[1-9]\\d{0,3}");
        return isNumber ? Math.max(least, Integer.parseInt(said)) : usual;
    }
}
