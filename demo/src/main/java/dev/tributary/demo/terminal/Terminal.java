package dev.tributary.demo.terminal;

import java.io.Console;
import java.util.Map;
import java.util.Properties;

/** Tells whether standard output is a terminal that understands carriage return. */
public final class Terminal {

    /** System property with which the launcher, which can ask the system, says {@code true} or {@code false}. */
    public static final String PROPERTY = "tributary.terminal";

    private Terminal() {}

    /** Returns whether standard output is a terminal; in doubt, no. */
    public static boolean isInteractive() {
        return isInteractive(System.getProperties(), System.getenv(), hasConsole());
    }

    static boolean isInteractive(Properties properties, Map<String, String> environment, boolean hasConsole) {
        String said = properties.getProperty(PROPERTY);
        if (said != null) {
            return Boolean.parseBoolean(said);
        }
        return hasConsole && !"dumb".equals(environment.get("TERM"));
    }

    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there is always a console, and this method tells which; before, a console is a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
