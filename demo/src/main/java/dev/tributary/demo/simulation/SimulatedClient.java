package dev.tributary.demo.simulation;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.DeltaWriter;
import dev.tributary.client.update.EncodedUpdate;
import dev.tributary.client.update.ErrorFeedback;
import dev.tributary.client.update.NonFiniteDeltaException;
import dev.tributary.client.update.UpdateEncoder;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.util.Optional;
import java.util.SplittableRandom;

/** A client without Kafka: trains and encodes as the real one does, or sends an attacker's update. */
final class SimulatedClient {

    /** A tenfold delta in the wrong direction. */
    private static final float ATTACK = -10;

    private static final int CHUNK_BYTES = ChunkSplitter.chunkBytes(ChunkSplitter.DEFAULT_MAX_REQUEST_BYTES);

    private final LocalTrainer trainer;
    private final UpdateEncoder encoder;
    private final boolean isAttacker;

    /**
     * @param number     the client's number, part of its id
     * @param trainer    trains on its data
     * @param encoding   how it writes updates; error feedback as the real client has it: on for {@code TOP_K}
     * @param isAttacker whether it turns its deltas round
     * @param random     decides update ids and rounding
     */
    SimulatedClient(
            int number, LocalTrainer trainer, PayloadEncoding encoding, boolean isAttacker, SplittableRandom random) {
        Optional<ErrorFeedback> feedback =
                encoding == PayloadEncoding.TOP_K ? Optional.of(ErrorFeedback.inMemory()) : Optional.empty();
        DeltaWriter deltas = new DeltaWriter(PayloadCodecs.of(encoding).orElseThrow(), random.split(), feedback);
        this.trainer = trainer;
        this.encoder = new UpdateEncoder(new ClientId("client-" + number), deltas, CHUNK_BYTES, random.split());
        this.isAttacker = isAttacker;
    }

    /** Trains on a version and writes the update; empty if it must not be sent, since it is not finite. */
    Optional<EncodedUpdate> answer(GlobalModel model) {
        LocalUpdate update = trainer.train(model);
        float[] delta = update.delta();
        if (isAttacker) {
            for (int i = 0; i < delta.length; i++) {
                delta[i] *= ATTACK;
            }
        }
        try {
            return Optional.of(encoder.encode(model.version(), model.layout(), update));
        } catch (NonFiniteDeltaException e) {
            return Optional.empty();
        }
    }
}
