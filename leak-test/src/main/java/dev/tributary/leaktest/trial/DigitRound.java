package dev.tributary.leaktest.trial;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.leaktest.artefacts.ClearClient;
import dev.tributary.leaktest.artefacts.LeakReader;
import dev.tributary.leaktest.artefacts.LeakedUpdate;
import dev.tributary.leaktest.artefacts.MaskedClient;
import dev.tributary.leaktest.artefacts.MaskedRound;
import dev.tributary.leaktest.artefacts.Parties;
import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.DigitInversion;
import dev.tributary.leaktest.network.DigitNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One round of users with one picture each, leaked and inverted. */
final class DigitRound {

    private static final double CLIPPING_NORM = 1;
    private static final float LEARNING_RATE = 0.1f;

    private final LeakTestSettings settings;
    private final Parties parties;
    private final List<float[]> originals = new ArrayList<>();
    private final List<float[]> deltas = new ArrayList<>();

    DigitRound(LeakTestSettings settings, Parties parties) {
        this.settings = settings;
        this.parties = parties;
        LabelledImages digits = GeneratedDigits.generate(settings.seed(), 0, settings.users());
        DigitNetwork network = new DigitNetwork(settings.seed());
        for (int user = 0; user < settings.users(); user++) {
            float[] picture = new float[DigitNetwork.PIXELS];
            digits.copyPixels(user, picture, 0);
            originals.add(picture);
            deltas.add(network.delta(picture, digits.label(user), LEARNING_RATE));
        }
    }

    /** The pictures, one a user. */
    List<float[]> originals() {
        return Collections.unmodifiableList(originals);
    }

    /** Lets every column leak, and inverts what leaked. */
    Map<Column, DigitInversion> invert() {
        Map<Column, DigitInversion> found = new EnumMap<>(Column.class);
        LeakReader reader = new LeakReader();
        List<float[]> clear = new ArrayList<>();
        List<float[]> masked = new ArrayList<>();
        MaskedRound noisy = new MaskedRound(plan(settings.noiseMultiplier()), parties);
        for (int user = 0; user < deltas.size(); user++) {
            clear.add(reader.read(
                    new ClearClient(parties, user, settings.seed()).write(0, DigitNetwork.layout(), deltas.get(user))));
            masked.add(reader.read(write(user, 0)));
            noisy.add(write(user, settings.noiseMultiplier()));
        }
        float[] sum = MaskedFederation.numbers(noisy.release());
        found.put(Column.PLAIN, DigitInversion.attack(clear, originals));
        found.put(Column.MASKED, DigitInversion.attack(masked, originals));
        found.put(Column.NOISE, DigitInversion.attack(Collections.nCopies(originals.size(), sum), originals));
        return found;
    }

    private LeakedUpdate write(int user, int noiseMultiplier) {
        return new MaskedClient(parties, user, plan(noiseMultiplier), settings.seed())
                .write(0, DigitNetwork.layout(), deltas.get(user));
    }

    private SumPlan plan(int noiseMultiplier) {
        return new SumPlan(
                DigitNetwork.layout().parameterCount(),
                CLIPPING_NORM,
                settings.users(),
                noiseMultiplier,
                settings.seed());
    }
}
