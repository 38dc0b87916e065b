package dev.tributary.client.dl4j;

import dev.tributary.client.data.LabelledExamples;
import dev.tributary.client.dl4j.examples.IteratorExamples;
import dev.tributary.client.dl4j.examples.LocalExamples;
import dev.tributary.client.dl4j.examples.RowExamples;
import dev.tributary.client.dl4j.network.Dl4jNetwork;
import dev.tributary.client.dl4j.network.RocArea;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.client.training.LocalEvaluator;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Measures classifiers that DL4J runs, on always the same examples, as DL4J's own {@code evaluate} and {@code score} do.
 *
 * <p>A classifier ends in an {@code OutputLayer} or {@code RnnOutputLayer} with softmax over two classes or more, or with
 * one sigmoid. In sequences each step counts on its own towards accuracy, and a masked one does not; the loss of a
 * sequence is the sum over its steps. Other networks are refused: give their clients a {@link LocalEvaluator}.
 *
 * <p>The network is built when the first model comes, and again only if a later one has another definition. Not
 * thread-safe.
 */
public final class Dl4jEvaluator {

    /** Big enough to make the cost of a call small, small enough to take a few megabytes. */
    private static final int EXAMPLES_PER_BATCH = 250;

    private final LocalExamples examples;
    private ModelDefinition builtFrom;
    private Dl4jNetwork network;
    private PreparedModel prepared;

    private Dl4jEvaluator(LocalExamples examples) {
        this.examples = examples;
    }

    /**
     * Makes an evaluator on labelled images or rows of a table.
     *
     * @param examples at least one; kept
     * @return an evaluator that has not built its network yet
     * @throws FederationException if there are no examples
     */
    public static Dl4jEvaluator on(LabelledExamples examples) {
        return new Dl4jEvaluator(new RowExamples(examples, EXAMPLES_PER_BATCH, false));
    }

    /**
     * Makes an evaluator on mini-batches of the caller's own.
     *
     * @param iterator labels as rows, one column a class, with masks if need be; reset before every evaluation, so it
     *                 must support that
     * @return an evaluator that has not built its network yet
     */
    public static Dl4jEvaluator on(DataSetIterator iterator) {
        return new Dl4jEvaluator(new IteratorExamples(iterator));
    }

    /**
     * Measures a model.
     *
     * @param definition architecture in one of DL4J's formats
     * @param parameters flat vector; not changed, not kept
     * @return accuracy and loss over all examples
     * @throws FederationException if DL4J cannot run the definition, it is no classifier, the parameters are not as many as
     *     it needs, or there are no examples
     */
    public ModelQuality evaluate(ModelDefinition definition, float[] parameters) {
        Dl4jNetwork measured = networkFor(definition);
        measured.setParameters(parameters);
        return measure(measured);
    }

    /**
     * Measures a version, with the client's own values for layers that its federation does not share.
     *
     * @param model its definition in one of DL4J's formats; not changed, not kept
     * @param state of the client; not changed
     * @return accuracy and loss over all examples
     * @throws FederationException if DL4J cannot run the definition, the layout is another's, or there are no examples
     */
    public ModelQuality evaluate(GlobalModel model, PersonalState state) {
        if (prepared == null || !prepared.suits(model)) {
            prepared = PreparedModel.of(model);
        }
        prepared.load(model, state);
        return measure(prepared.network());
    }

    /**
     * Makes a client's evaluator.
     *
     * @param state of the client, the one that its trainer has
     * @return gives loss and accuracy, and the area under the ROC curve where the model tells two classes apart and both
     *     occur; uses this evaluator
     */
    public LocalEvaluator reporting(PersonalState state) {
        return model -> {
            ModelQuality quality = evaluate(model, state);
            Map<String, Double> metrics = new HashMap<>();
            metrics.put(LocalUpdate.LOSS, quality.loss());
            metrics.put(LocalUpdate.ACCURACY, quality.accuracy());
            quality.auc().ifPresent(auc -> metrics.put(LocalUpdate.AUC, auc));
            return new LocalEvaluation(quality.exampleCount(), metrics);
        };
    }

    private ModelQuality measure(Dl4jNetwork measured) {
        measured.requireClassifier();
        Evaluation evaluation = new Evaluation();
        RocArea area = new RocArea();
        double lossSum = 0;
        long exampleCount = 0;
        for (Iterator<DataSet> batches = examples.epoch(0); batches.hasNext(); ) {
            DataSet batch = batches.next();
            INDArray output = measured.output(batch);
            evaluation.eval(batch.getLabels(), output, batch.getLabelsMaskArray());
            area.add(batch, output);
            lossSum += measured.lossSum(batch, output);
            exampleCount += batch.numExamples();
        }
        return new ModelQuality(evaluation.accuracy(), lossSum / exampleCount, exampleCount, area.value());
    }

    private Dl4jNetwork networkFor(ModelDefinition definition) {
        if (!definition.equals(builtFrom)) {
            network = Dl4jNetwork.build(definition);
            builtFrom = definition;
        }
        return network;
    }
}
