package dev.tributary.e2e.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process of ours takes, as Linux and its JVM tell.
 *
 * @param heapBytes heap in use after a full collection
 * @param rssBytes  resident memory
 * @param files     open files and sockets
 * @param threads   threads
 */
record ProcessFigures(long heapBytes, long rssBytes, long files, long threads) {

    /** Between a collection and the look at the heap some tens of MiB may come: the least of three says more. */
    private static final int LOOKS = 3;

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

    static ProcessFigures of(long pid) throws IOException, InterruptedException {
        long heap = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS; look++) {
            heap = Math.min(heap, heapAfterCollection(pid));
        }
        Path proc = Path.of("/proc", String.valueOf(pid));
        String status = Files.readString(proc.resolve("status"));
        try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
            return new ProcessFigures(heap, first(RSS, status) * 1024, files.count(), first(THREADS, status));
        }
    }

    private static long heapAfterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        long heap = 0;
        // The serial collector names two generations, and class metadata after them.
        String info = jcmd(pid, "GC.heap_info");
        info = info.substring(0, Math.max(0, info.indexOf("Metaspace")));
        for (Matcher used = USED.matcher(info); used.find(); ) {
            heap += Long.parseLong(used.group(1)) * 1024;
        }
        return heap;
    }

    private static long first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
