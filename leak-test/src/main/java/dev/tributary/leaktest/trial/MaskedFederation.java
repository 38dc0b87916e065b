package dev.tributary.leaktest.trial;

import dev.tributary.leaktest.artefacts.ClearClient;
import dev.tributary.leaktest.artefacts.LeakReader;
import dev.tributary.leaktest.artefacts.LeakedUpdate;
import dev.tributary.leaktest.artefacts.Parties;
import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.leaktest.rounds.FederatedRun;
import dev.tributary.leaktest.rounds.MaskedSums;
import dev.tributary.leaktest.rounds.RunSettings;
import dev.tributary.privacy.words.WordSum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A masked federation that has run, with what is left of it: all versions, and of one round the records of all updates, the same
 * updates as a federation without masks would have written them, and the released sum.
 */
final class MaskedFederation {

    private final LeakTestSettings settings;
    private final RunSettings training;
    private final List<LeakedUpdate> clear = new ArrayList<>();
    private final List<LeakedUpdate> masked = new ArrayList<>();
    private final List<float[]> versions = new ArrayList<>();
    private float[] sum;

    private MaskedFederation(LeakTestSettings settings, RunSettings training) {
        this.settings = settings;
        this.training = training;
    }

    /** Trains a federation. */
    static MaskedFederation run(LeakTestSettings settings, Population population, RunSettings training) {
        MaskedFederation federation = new MaskedFederation(settings, training);
        federation.train(population);
        return federation;
    }

    private void train(Population population) {
        int members = population.members().size();
        Parties parties = new Parties(members, settings.seed());
        SumPlan plan = training.plan(members, settings.seed());
        MaskedSums sums = new MaskedSums(plan, parties, training.shape(), settings.seed(), (version, updates) -> {
            if (version == settings.leakVersion()) {
                masked.addAll(updates);
            }
        });
        versions.addAll(new FederatedRun(training, plan, sums).train(population.typed(), (version, deltas, released) -> {
            if (version == settings.leakVersion()) {
                writeClear(parties, version, deltas);
                sum = numbers(released);
            }
        }));
    }

    private void writeClear(Parties parties, int version, List<float[]> deltas) {
        for (int i = 0; i < deltas.size(); i++) {
            clear.add(new ClearClient(parties, i, settings.seed())
                    .write(version, training.shape().layout(), deltas.get(i)));
        }
    }

    private static float[] numbers(WordSum words) {
        int[] values = words.toValues();
        float[] numbers = new float[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i];
        }
        return numbers;
    }

    /** Parameters of all versions, from version 0 on. */
    List<float[]> versions() {
        return Collections.unmodifiableList(versions);
    }

    /** The leaked updates without masks, as numbers, one a member. */
    List<float[]> clearLeaks() {
        return read(clear);
    }

    /** The leaked updates under masks, as numbers, one a member. */
    List<float[]> maskedLeaks() {
        return read(masked);
    }

    /** The released sum of that round, once for each member: it is all that is public of any. */
    List<float[]> sumLeaks() {
        return Collections.nCopies(clear.size(), sum);
    }

    private static List<float[]> read(List<LeakedUpdate> updates) {
        LeakReader reader = new LeakReader();
        return updates.stream().map(reader::read).toList();
    }
}
