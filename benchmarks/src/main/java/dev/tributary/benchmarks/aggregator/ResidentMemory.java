package dev.tributary.benchmarks.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The greatest resident memory of a process, as Linux counts it. */
final class ResidentMemory {

    private static final String HIGH_WATER_MARK = "VmHWM:";

    private ResidentMemory() {}

    /** Bytes, or empty where there is no {@code /proc}. */
    static OptionalLong peakBytes(long processId) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(processId), "status"))) {
            return lines.filter(line -> line.startsWith(HIGH_WATER_MARK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
