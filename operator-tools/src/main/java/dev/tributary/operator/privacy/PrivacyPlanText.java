package dev.tributary.operator.privacy;

import dev.tributary.privacy.planning.NoiseLevel;
import dev.tributary.privacy.planning.PlanRequest;
import dev.tributary.privacy.planning.PrivacyPlan;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Words a plan for a person and for a program. */
final class PrivacyPlanText {

    private PrivacyPlanText() {}

    static String text(PrivacyPlan plan) {
        PlanRequest request = plan.request();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "federation",
                "%d clients, %d updates a round, %d rounds, %d parameters",
                request.clients(),
                request.goal(),
                request.rounds(),
                request.parameters());
        line(
                text,
                "noise multiplier",
                "%s%s",
                up(plan.noiseMultiplier()),
                request.epsilon().isPresent() ? " (computed)" : "");
        line(text, "a client takes part", "at most %d times; set it as participation cap", plan.participations());
        line(text, "guarantee", "epsilon %s at delta %s, for every client", up(plan.epsilon()), request.privacyDelta());
        line(text, "exact, if Gaussian", "epsilon %s", shown(plan.gaussianEpsilon()));
        line(text, "without the cap", "epsilon %s for a client in every round", up(plan.everyRound()));
        line(
                text,
                "if sampled fairly",
                "epsilon %s; not to be claimed, rounds take who comes first",
                shown(plan.sampled()));
        line(
                text,
                "noise to signal",
                "%s: %s",
                up(plan.noiseToSignal()),
                plan.level().text());
        if (plan.level() == NoiseLevel.HOPELESS) {
            line(
                    text,
                    "what would work",
                    "%d parameters, or %d updates a round",
                    plan.trainableParameters(),
                    plan.neededGoal());
        }
        return text.toString();
    }

    static Map<String, Object> json(PrivacyPlan plan) {
        PlanRequest request = plan.request();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clients", request.clients());
        json.put("goal", request.goal());
        json.put("rounds", request.rounds());
        json.put("parameters", request.parameters());
        json.put("privacyDelta", request.privacyDelta());
        json.put("noiseMultiplier", plan.noiseMultiplier());
        json.put("participations", plan.participations());
        json.put("rho", plan.rho());
        json.put("epsilon", plan.epsilon());
        json.put("gaussianEpsilon", plan.gaussianEpsilon().orElse(Double.NaN));
        json.put("epsilonWithoutCap", plan.everyRound());
        json.put("epsilonIfSampled", plan.sampled().orElse(Double.NaN));
        json.put("noiseToSignal", plan.noiseToSignal());
        json.put("level", plan.level().name());
        json.put("trainableParameters", plan.trainableParameters());
        json.put("neededGoal", plan.neededGoal());
        return json;
    }

    private static void line(StringBuilder text, String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-21s", name))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private static String shown(OptionalDouble value) {
        return value.isPresent() ? up(value.getAsDouble()) : "not computed for so little noise";
    }

    /** Rounded up: a guarantee never looks better than it is. */
    private static String up(double value) {
        return value < 1e6
                ? String.format(Locale.ROOT, "%.4f", Math.ceil(value * 1e4) / 1e4)
                : String.format(Locale.ROOT, "%.3e", value);
    }
}
