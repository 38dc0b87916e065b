package dev.tributary.client.update;

import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.Map;
import java.util.SplittableRandom;

/** Deltas and updates for tests. */
public final class UpdateFixtures {

    /** The client of all fixtures. */
    public static final ClientId CLIENT = new ClientId("0123456789abcdef0123456789abcdef");

    private UpdateFixtures() {}

    /** Values between -1 and 1 from a fixed seed. */
    public static float[] delta(int length) {
        SplittableRandom random = new SplittableRandom(7);
        float[] delta = new float[length];
        for (int i = 0; i < length; i++) {
            delta[i] = (float) random.nextDouble(-1, 1);
        }
        return delta;
    }

    /** An encoder of 1,024-byte chunks whose ids come from a fixed seed. */
    public static UpdateEncoder encoder() {
        return new UpdateEncoder(CLIENT, PayloadCodecs.FLOAT32, 1024, new SplittableRandom(42));
    }

    /** An update on version 3 with so many parameters, 256 of which fill a chunk. */
    public static EncodedUpdate update(int parameters) {
        return encoder().encode(3, ParameterLayout.flat(parameters), new LocalUpdate(delta(parameters), 5, Map.of()));
    }
}
