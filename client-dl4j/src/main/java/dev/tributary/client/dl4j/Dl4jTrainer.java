package dev.tributary.client.dl4j;

import dev.tributary.client.data.LabelledExamples;
import dev.tributary.client.dl4j.LocalEpochs.Attempt;
import dev.tributary.client.dl4j.LocalEpochs.EpochResult;
import dev.tributary.client.dl4j.examples.IteratorExamples;
import dev.tributary.client.dl4j.examples.RowExamples;
import dev.tributary.client.dl4j.network.GradientCorrection;
import dev.tributary.client.dl4j.network.LearningRates;
import dev.tributary.client.dl4j.network.ParameterMapping;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Local training by DL4J, of a {@code MultiLayerNetwork} or a {@code ComputationGraph} that the model's definition
 * describes.
 *
 * <pre>{@code
 * LocalTrainer trainer = Dl4jTrainer.on(iterator).epochs(1).learningRate(0.1).build();
 * }</pre>
 *
 * <p>An optimiser's state (momentum, Adam's moments) begins anew in each round, and so do its step count and any
 * schedule: the received parameters are others than those that the state was learnt on, as in federated averaging
 * (McMahan et al. 2017, Algorithm 1, <a href="https://arxiv.org/abs/1602.05629">arXiv:1602.05629</a>). So what
 * training makes of a model that is shared as a whole depends on the model, the examples and the settings alone, not on
 * earlier rounds; but for a version whose training has just diverged: the next training on it takes the examples in
 * another order.
 *
 * <p>The rest follows from the model's layout. Layers whose tensors it does not name stay here: training goes on from
 * where it left them (FedPer). Tensors named {@code control/…} are SCAFFOLD's control variates: gradients are corrected
 * by them, and the update tells how they change. Both are kept in a {@link PersonalState}, which takes the new values
 * when the update is acknowledged.
 *
 * <p>The network is built when the first model comes, and again only if a later one has another definition or layout.
 * Not thread-safe; several trainers may work in several threads.
 */
public final class Dl4jTrainer implements LocalTrainer {

    private final LocalEpochs epochs;
    private final OptionalDouble learningRate;
    private final LearningRates rates;
    private final GradientCorrection.Terms terms;
    private final double participation;
    private final PersonalState state;
    private PreparedModel prepared;
    private PersonalValues unacknowledged;
    private Attempt last = new Attempt(-1, 0);

    Dl4jTrainer(Dl4jTrainerBuilder builder) {
        epochs = builder.localEpochs();
        learningRate = builder.learningRate();
        rates = builder.rates();
        terms = builder.terms();
        participation = builder.participation();
        state = builder.state();
    }

    /**
     * Begins a trainer on examples of the caller's own, in a new order each epoch: see {@link
     * Dl4jTrainerBuilder#keepOrder}.
     *
     * @param iterator reset before every epoch, so it must support that; its first mini-batch says how large they are
     * @return a builder with one local epoch and the definition's learning rate
     */
    public static Dl4jTrainerBuilder on(DataSetIterator iterator) {
        return new Dl4jTrainerBuilder(new IteratorExamples(iterator));
    }

    /**
     * Begins a trainer on labelled images or rows of a table, in a new order each epoch.
     *
     * @param examples  at least one; kept
     * @param batchSize examples a mini-batch, at least 1; the last one of an epoch may be smaller
     * @return a builder with one local epoch and the definition's learning rate
     * @throws FederationException if there are no examples or the batch size is out of bounds
     */
    public static Dl4jTrainerBuilder on(LabelledExamples examples, int batchSize) {
        return new Dl4jTrainerBuilder(new RowExamples(examples, batchSize, true));
    }

    @Override
    public LocalUpdate train(GlobalModel model) {
        return train(model, () -> false).orElseThrow();
    }

    @Override
    public Optional<LocalUpdate> train(GlobalModel model, BooleanSupplier isToStop) {
        PreparedModel ready = prepare(model);
        Optional<ControlVariates> control = control(ready, model);
        float[] received = ready.load(model, state);
        float[] shift = control.map(ControlVariates::shift).orElse(null);
        unacknowledged = null;
        Attempt attempt = model.version() == last.version() ? last : new Attempt(model.version(), 0);
        Optional<LocalUpdate> learnt = epochs.train(ready.network(), attempt, shift, isToStop)
                .map(figures -> update(ready, received, control, figures));
        boolean hasDiverged = learnt.isPresent() && hasDiverged(learnt.get().delta());
        last = hasDiverged ? new Attempt(attempt.version(), attempt.number() + 1) : attempt;
        return learnt;
    }

    private static boolean hasDiverged(float[] delta) {
        for (float value : delta) {
            if (!Float.isFinite(value)) {
                return true;
            }
        }
        return false;
    }

    private LocalUpdate update(
            PreparedModel ready, float[] received, Optional<ControlVariates> control, EpochResult last) {
        float[] delta = ready.network().parameters();
        ParameterMapping mapping = ready.mapping();
        if (mapping.isWhole()) {
            subtract(received, delta);
            return update(delta, last);
        }
        float[] trained = delta.clone();
        subtract(received, delta);
        float[] change = control.map(
                        variates -> variates.change(delta, ready.network().rateSum(), mapping.sharedRanges()))
                .orElseGet(() -> new float[delta.length]);
        float[] own = control.map(variates -> variates.ownAfter(change)).orElse(change);
        unacknowledged = new PersonalValues(trained, own);
        scale(change, participation);
        return update(mapping.toModel(delta, change), last);
    }

    private static LocalUpdate update(float[] delta, EpochResult last) {
        return new LocalUpdate(delta, last.exampleCount(), Map.of(LocalUpdate.LOSS, last.meanLoss()));
    }

    @Override
    public void acknowledge() {
        if (unacknowledged != null) {
            state.keep(prepared, unacknowledged);
            unacknowledged = null;
        }
    }

    /**
     * Fits a model to the local examples for use here: begins from the shared layers of a version and the client's own
     * local layers and trains like in a round, but without SCAFFOLD's correction. Nothing is published, and what the
     * client keeps for its rounds does not change.
     *
     * @param model a version of the global model; not changed, not kept
     * @return the fitted network
     * @throws FederationException if this trainer cannot run the model or has no example for it
     */
    public PersonalModel personalise(GlobalModel model) {
        PreparedModel ready = prepare(model);
        ready.load(model, state);
        EpochResult figures = epochs.train(ready.network(), new Attempt(model.version(), 0), null, () -> false)
                .orElseThrow();
        return new PersonalModel(
                model.definition(), ready.network().parameters(), figures.exampleCount(), figures.meanLoss());
    }

    private PreparedModel prepare(GlobalModel model) {
        if (prepared == null || !prepared.suits(model)) {
            unacknowledged = null;
            prepared = PreparedModel.of(model);
            prepared.network()
                    .prepareTraining(
                            learningRate, rates, terms, prepared.mapping().sharedRanges());
        }
        return prepared;
    }

    private Optional<ControlVariates> control(PreparedModel ready, GlobalModel model) {
        if (!ready.mapping().hasControl()) {
            return Optional.empty();
        }
        ready.requireControllable();
        if (terms.proximalMu() > 0) {
            throw new FederationException("proximal mu must be 0 for a model with control variates, was "
                    + terms.proximalMu() + "; SCAFFOLD and FedProx are two answers to one question");
        }
        float[] server = ready.mapping().control(model.parameters());
        return Optional.of(new ControlVariates(server, state.of(ready).control()));
    }

    private static void subtract(float[] received, float[] trained) {
        for (int i = 0; i < trained.length; i++) {
            trained[i] -= received[i];
        }
    }

    private static void scale(float[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
    }
}
