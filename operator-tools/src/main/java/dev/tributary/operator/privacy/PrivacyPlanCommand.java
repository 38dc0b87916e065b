package dev.tributary.operator.privacy;

import dev.tributary.privacy.planning.PlanRequest;
import dev.tributary.privacy.planning.PrivacyPlan;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells guarantee and cost of noise. Needs no cluster. */
@Command(
        name = "plan",
        description = "Computes epsilon for a noise multiplier, or the reverse, how often a client may take part, and"
                + " whether a model survives the noise. Needs no cluster.",
        mixinStandardHelpOptions = true)
final class PrivacyPlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--clients", paramLabel = "N", required = true, description = "Clients that there are.")
    private long clients;

    @Option(names = "--goal", paramLabel = "N", required = true, description = "Updates in a round.")
    private long goal;

    @Option(names = "--rounds", paramLabel = "N", required = true, description = "Rounds that are planned.")
    private long rounds;

    @Option(names = "--parameters", paramLabel = "N", required = true, description = "Trainable parameters.")
    private long parameters;

    @Option(
            names = "--privacy-delta",
            paramLabel = "DELTA",
            required = true,
            description = "Probability that the guarantee fails: well below 1 by the number of clients.")
    private double privacyDelta;

    @Option(
            names = "--noise-multiplier",
            paramLabel = "Z",
            description = "Noise by clipping norm; then epsilon is computed.")
    private Double noiseMultiplier;

    @Option(
            names = "--epsilon",
            paramLabel = "EPSILON",
            description = "What no client may pass; then the noise multiplier is computed.")
    private Double epsilon;

    @Option(
            names = "--participations",
            paramLabel = "N",
            description = "Rounds that a client may be in. Default: as few as fill all rounds.")
    private Long participations;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        PrivacyPlan plan = PrivacyPlan.of(request());
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, PrivacyPlanText.json(plan));
        } else {
            out.print(PrivacyPlanText.text(plan));
            out.flush();
        }
        return 0;
    }

    private PlanRequest request() {
        try {
            return new PlanRequest(
                    clients,
                    goal,
                    rounds,
                    parameters,
                    privacyDelta,
                    noiseMultiplier == null ? OptionalDouble.empty() : OptionalDouble.of(noiseMultiplier),
                    epsilon == null ? OptionalDouble.empty() : OptionalDouble.of(epsilon),
                    participations == null ? OptionalLong.empty() : OptionalLong.of(participations));
        } catch (IllegalArgumentException e) {
            throw new FederationException(e.getMessage(), e);
        }
    }
}
