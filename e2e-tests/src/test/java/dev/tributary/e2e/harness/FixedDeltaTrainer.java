package dev.tributary.e2e.harness;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Map;

/**
 * "Learns" its {@link Contribution} from each version.
 *
 * @param client number of the client in its federation
 */
public record FixedDeltaTrainer(int client) implements LocalTrainer {

    @Override
    public LocalUpdate train(GlobalModel model) {
        Contribution contribution = new Contribution(client, model.version());
        return new LocalUpdate(
                contribution.delta(model.parameters().length),
                contribution.exampleCount(),
                Map.of(LocalUpdate.LOSS, 1.0 / (1 + model.version())));
    }
}
