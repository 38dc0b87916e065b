package dev.tributary.federation.provisioning;

import java.time.Duration;
import java.util.Locale;

/** Shows quantities to people. */
public final class Units {

    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    /** Shows a size with one decimal in the greatest unit of which there is at least one. */
    public static String bytes(long bytes) {
        double shown = bytes;
        int unit = 0;
        while (shown >= 1024 && unit < BYTE_UNITS.length - 1) {
            shown /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", shown, BYTE_UNITS[unit]);
    }

    /** Shows a duration in the greatest unit that divides it, as federation.yaml writes it. */
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
