package dev.tributary.leaktest.trial;

import dev.tributary.leaktest.artefacts.ClearClient;
import dev.tributary.leaktest.artefacts.LeakReader;
import dev.tributary.leaktest.artefacts.LeakedUpdate;
import dev.tributary.leaktest.artefacts.Parties;
import dev.tributary.leaktest.artefacts.PlantedTokens;
import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.leaktest.attacks.TokenSearch;
import dev.tributary.leaktest.rounds.FederatedRun;
import dev.tributary.leaktest.rounds.MaskedSums;
import dev.tributary.leaktest.rounds.RunSettings;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.codec.PayloadCodecs;
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
    private final List<byte[]> tokens = new ArrayList<>();
    private UnitCanaries canaries;
    private byte[] sumBytes;
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
        canaries = new UnitCanaries(
                training.plan(members + UnitCanaries.clients(), settings.seed() + 1),
                training.clippingNorm(),
                settings.seed());
        MaskedSums sums = new MaskedSums(plan, parties, training.shape(), settings.seed(), (version, updates) -> {
            if (version == settings.leakVersion()) {
                masked.addAll(updates);
            }
        });
        versions.addAll(
                new FederatedRun(training, plan, sums).train(population.typed(), (version, deltas, released) -> {
                    canaries.observe(version, deltas);
                    if (version == settings.leakVersion()) {
                        writeClear(parties, version, deltas);
                        plant(plan, version, deltas);
                        sumBytes = released.toBytes();
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

    private void plant(SumPlan plan, int version, List<float[]> deltas) {
        for (int i = 0; i < deltas.size(); i++) {
            // Every bias moves with every word, so none of these is 0.
            tokens.addAll(
                    PlantedTokens.of(plan, deltas.get(i), training.shape().biasAt(), settings.seed(), i, version));
        }
    }

    /** Words of a sum as numbers. */
    static float[] numbers(WordSum words) {
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

    /** Looks for tokens of all members in the records of clear updates. */
    TokenSearch searchClear() {
        TokenSearch search = new TokenSearch(tokens);
        clear.forEach(update -> update.records().forEach(search::read));
        return search;
    }

    /** Looks for tokens of all members in the records of masked updates, in sealed seeds, in the released sum and in all versions. */
    TokenSearch searchMasked() {
        TokenSearch search = new TokenSearch(tokens);
        masked.forEach(update -> update.records().forEach(search::read));
        masked.forEach(update -> update.seed().forEach(search::read));
        search.read(sumBytes);
        versions.forEach(
                version -> search.read(PayloadCodecs.FLOAT32.encode(version).array()));
        return search;
    }

    /** The ε that the unit canaries show, from below. */
    double auditedEpsilon() {
        return canaries.epsilon(settings.privacyDelta());
    }

    private static List<float[]> read(List<LeakedUpdate> updates) {
        LeakReader reader = new LeakReader();
        return updates.stream().map(reader::read).toList();
    }
}
