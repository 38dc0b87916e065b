package com.example.table;

import dev.tributary.client.dl4j.FollowedNetwork;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.client.training.LocalEvaluator;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Map;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.linalg.dataset.DataSet;

// tag::auc[]
/** Area under the ROC curve on rows that are held back: with one positive row in five, accuracy says little. */
final class AreaUnderCurve implements LocalEvaluator {

    private final DataSet rows;
    private GlobalModel measured;
    private final FollowedNetwork network = FollowedNetwork.of(() -> measured);

    AreaUnderCurve(Table table) {
        rows = Table.dataSet(table.rows());
    }

    @Override
    public LocalEvaluation evaluate(GlobalModel model) {
        measured = model;
        ROC roc = new ROC();
        roc.eval(rows.getLabels(), network.network().output(rows.getFeatures()));
        return new LocalEvaluation(rows.numExamples(), Map.of("auc", roc.calculateAUC()));
    }
}
// end::auc[]
