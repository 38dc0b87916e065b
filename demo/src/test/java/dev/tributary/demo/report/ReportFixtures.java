package dev.tributary.demo.report;

import java.util.List;
import java.util.stream.IntStream;

/** Reports of every length, with plausible numbers. */
public final class ReportFixtures {

    public static final TrainingSettings SETTINGS = new TrainingSettings("iid", 1, 10, 0.1, "int8");

    private ReportFixtures() {}

    public static DemoReport report(int versionCount) {
        return report(IntStream.rangeClosed(1, versionCount)
                .mapToObj(ReportFixtures::version)
                .toList());
    }

    public static DemoReport report(List<VersionReport> versions) {
        return report(versions, UpdatePrivacy.CLEAR);
    }

    public static DemoReport masked(int versionCount) {
        List<VersionReport> versions = IntStream.rangeClosed(1, versionCount)
                .mapToObj(ReportFixtures::version)
                .toList();
        return report(versions, UpdatePrivacy.ofMasked(versions));
    }

    private static DemoReport report(List<VersionReport> versions, UpdatePrivacy privacy) {
        double accuracy = versions.isEmpty()
                ? Double.NaN
                : versions.get(versions.size() - 1).accuracy();
        return new DemoReport(
                "cnn",
                431_080,
                List.of("bob", "alice", "carol"),
                42,
                "generated",
                SETTINGS,
                privacy,
                versions,
                accuracy,
                3L * versions.size(),
                1,
                61.04);
    }

    public static VersionReport version(int version) {
        double loss = 2.2 / version;
        return version(version, Math.exp(-0.4 * loss), loss);
    }

    public static VersionReport version(int version, double accuracy, double loss) {
        return new VersionReport(version, 10, 0, accuracy, loss, 1.1 * loss, 0.25, 17_243_200, 2.13, "goal");
    }
}
