package dev.tributary.aggregator.evaluation;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import java.util.function.Supplier;

/**
 * The settings in force: those of the file until others stand on the log. The window is that of the file in any case,
 * since a store is sized by it.
 *
 * <p>Thread-safe.
 */
public final class EvaluationRules implements Supplier<EvaluationSettings> {

    private String text = "";
    private EvaluationSettings settings;

    /**
     * @param atFirst settings of the file
     */
    public EvaluationRules(EvaluationSettings atFirst) {
        settings = atFirst;
    }

    /** Goes over to settings from the log; empty while those of the file hold. */
    synchronized void follow(String inForce) {
        if (!inForce.isEmpty() && !inForce.equals(text)) {
            settings = FederationSettings.parse(inForce).evaluation();
            text = inForce;
        }
    }

    @Override
    public synchronized EvaluationSettings get() {
        return settings;
    }
}
