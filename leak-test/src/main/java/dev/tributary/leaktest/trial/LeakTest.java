package dev.tributary.leaktest.trial;

import dev.tributary.leaktest.artefacts.Parties;
import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.SecretPhrases;
import dev.tributary.leaktest.attacks.TookPart;
import dev.tributary.leaktest.attacks.WhichWords;
import dev.tributary.leaktest.attacks.WhoseIsIt;
import dev.tributary.leaktest.network.WordNetwork;
import dev.tributary.leaktest.network.WordShape;
import dev.tributary.leaktest.rounds.LocalTraining;
import dev.tributary.leaktest.rounds.RunSettings;
import dev.tributary.leaktest.users.KeyboardUser;
import dev.tributary.privacy.accountant.PrivacyGuarantee;
import dev.tributary.privacy.accountant.ReleaseCost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs the federations, lets them leak, and lets every attacker try. */
public final class LeakTest {

    private final LeakTestSettings settings;
    private final Consumer<String> progress;

    /**
     * @param settings settings of the trial
     * @param progress told in a few words of each step when it begins
     */
    public LeakTest(LeakTestSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs the test.
     *
     * @return the findings
     */
    public LeakTestResults run() {
        long started = System.nanoTime();
        progress.accept("drawing " + settings.users() + " users and as many outsiders");
        Population population = Population.draw(settings.users(), settings.seed());
        RunSettings training = population.training(settings.rounds(), settings.seed());
        progress.accept("a federation under masks");
        MaskedFederation quiet = MaskedFederation.run(settings, population, training);
        progress.accept("a federation under masks, with noise");
        MaskedFederation noisy =
                MaskedFederation.run(settings, population, training.withNoise(settings.noiseMultiplier()));
        progress.accept("whose is it, which words");
        Map<Column, List<float[]>> leaks = leaks(quiet, noisy);
        DigitRound digits = new DigitRound(settings, new Parties(settings.users(), settings.seed()));
        List<Set<Integer>> truth = population.truth();
        return new LeakTestResults(
                settings,
                population,
                whoseIsIt(population, training, quiet, noisy, leaks),
                whichWords(training.shape(), leaks, truth),
                WhichWords.guessing(training.shape(), truth),
                epsilon(),
                byModel(quiet, noisy, version -> secrets(population, training.shape(), version)),
                byModel(quiet, noisy, version -> tookPart(population, training.shape(), version)),
                byFederation(quiet, noisy, MaskedFederation::auditedEpsilon),
                digits.originals(),
                digits.invert(),
                tokens(quiet, noisy),
                (System.nanoTime() - started) / 1e9);
    }

    /** Every user is in every round, with weight 1. */
    private double epsilon() {
        double rho = settings.rounds() * new ReleaseCost(settings.noiseMultiplier(), 1).rho(1);
        return new PrivacyGuarantee(rho, settings.privacyDelta()).epsilon().orElseThrow();
    }

    /** Masks change nothing of the sum, so that a federation without them has the model of the one with them. */
    private static <T> Map<Column, T> byModel(
            MaskedFederation quiet, MaskedFederation noisy, Function<float[], T> attack) {
        return byFederation(
                quiet,
                noisy,
                federation -> attack.apply(
                        federation.versions().get(federation.versions().size() - 1)));
    }

    private static <T> Map<Column, T> byFederation(
            MaskedFederation quiet, MaskedFederation noisy, Function<MaskedFederation, T> attack) {
        T ofQuiet = attack.apply(quiet);
        Map<Column, T> found = new EnumMap<>(Column.class);
        found.put(Column.PLAIN, ofQuiet);
        found.put(Column.MASKED, ofQuiet);
        found.put(Column.NOISE, attack.apply(noisy));
        return found;
    }

    private static SecretPhrases secrets(Population population, WordShape shape, float[] version) {
        return SecretPhrases.attack(
                new WordNetwork(shape, version),
                population.vocabulary(),
                population.members().stream().map(KeyboardUser::secret).toList());
    }

    private static TookPart tookPart(Population population, WordShape shape, float[] version) {
        return TookPart.byLoss(
                new WordNetwork(shape, version),
                population.typed(),
                population.outsiders().stream().map(KeyboardUser::typed).toList());
    }

    private static Map<Column, Integer> tokens(MaskedFederation quiet, MaskedFederation noisy) {
        Map<Column, Integer> found = new EnumMap<>(Column.class);
        found.put(Column.PLAIN, quiet.searchClear().hits());
        found.put(Column.MASKED, quiet.searchMasked().hits());
        found.put(Column.NOISE, noisy.searchMasked().hits());
        return found;
    }

    /** One vector a user: its update as it leaked; with noise, the sum that it is in, the same for all. */
    private static Map<Column, List<float[]>> leaks(MaskedFederation quiet, MaskedFederation noisy) {
        Map<Column, List<float[]>> leaks = new EnumMap<>(Column.class);
        leaks.put(Column.PLAIN, quiet.clearLeaks());
        leaks.put(Column.MASKED, quiet.maskedLeaks());
        leaks.put(Column.NOISE, noisy.sumLeaks());
        return leaks;
    }

    private Map<Column, WhoseIsIt> whoseIsIt(
            Population population,
            RunSettings training,
            MaskedFederation quiet,
            MaskedFederation noisy,
            Map<Column, List<float[]>> leaks) {
        Map<Column, WhoseIsIt> found = new EnumMap<>(Column.class);
        leaks.forEach((column, artefacts) -> {
            // Whoever has a leak has the versions too, and trains from the one that the update came from.
            float[] base = (column == Column.NOISE ? noisy : quiet).versions().get(settings.leakVersion());
            List<float[]> models =
                    LocalTraining.deltas(training.shape(), base, population.known(), training.learningRate());
            found.put(column, WhoseIsIt.attack(models, artefacts));
        });
        return found;
    }

    private static Map<Column, WhichWords> whichWords(
            WordShape shape, Map<Column, List<float[]>> leaks, List<Set<Integer>> truth) {
        Map<Column, WhichWords> found = new EnumMap<>(Column.class);
        leaks.forEach((column, artefacts) -> found.put(column, WhichWords.attack(shape, artefacts, truth)));
        return found;
    }
}
