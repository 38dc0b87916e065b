package dev.tributary.demo.terminal;

import dev.tributary.demo.report.Numbers;
import dev.tributary.demo.report.VersionReport;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;

/**
 * Shows how a demonstration gets on: a bar for the version in the making, then one line for each published version.
 *
 * <p>On a terminal the bar is drawn in place by carriage return and ends as the version's line; elsewhere, as in a
 * file or a CI log, only the lines are printed. All is ASCII and under 80 columns, so that no locale spoils it and no
 * line wraps.
 *
 * <p>Thread-safe: clients may report from their own threads.
 */
public final class ProgressBar implements AutoCloseable {

    private static final int BAR_LENGTH = 30;
    /** Back to the line's beginning and clear it (ECMA-48 EL), so that a shorter text leaves nothing of a longer one. */
    private static final String REWRITE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean inPlace;
    private final long lastVersion;

    private boolean isLineOpen;

    /**
     * Makes a bar.
     *
     * @param out         where to print; not closed
     * @param inPlace     true if {@code out} is a terminal
     * @param lastVersion the version that ends the demonstration
     */
    public ProgressBar(PrintStream out, boolean inPlace, long lastVersion) {
        this.out = Objects.requireNonNull(out, "out");
        this.inPlace = inPlace;
        this.lastVersion = lastVersion;
    }

    /**
     * Shows how far the version in the making is; without a terminal, nothing.
     *
     * @param version its number
     * @param updates updates that have arrived for it; those beyond {@code goal} do not lengthen the bar
     * @param goal    updates that close its round, at least 1
     * @param seconds since the version before
     */
    public synchronized void show(long version, int updates, int goal, double seconds) {
        if (!inPlace) {
            return;
        }
        int filled = (int) Math.min(BAR_LENGTH, (long) BAR_LENGTH * Math.max(0, updates) / Math.max(1, goal));
        out.print(REWRITE
                + String.format(
                        Locale.ROOT,
                        "%s [%s%s] %d/%d updates %6.1f s",
                        label(version),
                        "#".repeat(filled),
                        ".".repeat(BAR_LENGTH - filled),
                        updates,
                        goal,
                        seconds));
        out.flush();
        isLineOpen = true;
    }

    /** Prints the line of a published version, in the place of its bar if there is one. */
    public synchronized void finish(VersionReport version) {
        String line = String.format(
                Locale.ROOT,
                "%s  accuracy %7s  loss %7s  %3d updates %8s %6.1f s",
                label(version.version()),
                Numbers.percent(version.accuracy()),
                Numbers.decimal(version.loss(), 4),
                version.updates(),
                Numbers.bytes(version.bytes()),
                version.seconds());
        out.print((isLineOpen ? REWRITE : "") + line + System.lineSeparator());
        out.flush();
        isLineOpen = false;
    }

    /** Prints a line of other text, so that it does not run into the bar. */
    public synchronized void note(String text) {
        out.print((isLineOpen ? REWRITE : "") + text + System.lineSeparator());
        out.flush();
        isLineOpen = false;
    }

    /** Ends the line of an unfinished bar. Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (isLineOpen) {
            out.print(System.lineSeparator());
            out.flush();
            isLineOpen = false;
        }
    }

    private String label(long version) {
        int width = String.valueOf(lastVersion).length();
        return String.format(Locale.ROOT, "version %" + width + "d/%d", version, lastVersion);
    }
}
