package dev.tributary.benchmarks.kernels;

import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.L2Norm;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.DoubleVector;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** The kernels by name. Codecs come from their own registry, so that a new one is measured without being named here. */
final class Kernels {

    private static final long SEED = 11;
    private static final double WEIGHT = 17.5;
    private static final double CLIPPING_NORM = 0.1;
    private static final TreeMap<String, IntFunction<Kernel>> BY_NAME = new TreeMap<>();

    static {
        for (PayloadEncoding encoding : PayloadEncoding.values()) {
            PayloadCodecs.of(encoding).ifPresent(Kernels::addCodec);
        }
        BY_NAME.put("checksum-sha256", n -> {
            ByteBuffer payload = PayloadCodecs.FLOAT32.encode(values(n));
            return () -> Checksums.sha256(payload);
        });
        BY_NAME.put("checksum-crc32c", n -> {
            ByteBuffer payload = PayloadCodecs.FLOAT32.encode(values(n));
            return () -> Checksums.crc32c(payload);
        });
        BY_NAME.put("norm-l2", n -> {
            float[] delta = values(n);
            return () -> L2Norm.of(delta);
        });
        BY_NAME.put("clip-scale", n -> {
            float[] delta = values(n);
            WeightedSum sum = new WeightedSum(n);
            return () -> {
                sum.add(delta, Clipping.scaleFor(L2Norm.of(delta), CLIPPING_NORM));
                return sum.values();
            };
        });
        BY_NAME.put("sum-add", n -> {
            float[] delta = values(n);
            WeightedSum sum = new WeightedSum(n);
            return () -> {
                sum.add(delta, WEIGHT);
                return sum.values();
            };
        });
        BY_NAME.put("partial-encode", n -> {
            double[] sum = doubles(n);
            return () -> DoubleVector.encode(sum);
        });
        BY_NAME.put("partial-add", n -> {
            ByteBuffer payload = DoubleVector.encode(doubles(n));
            double[] sum = new double[n];
            return () -> {
                DoubleVector.addTo(payload, sum);
                return sum;
            };
        });
        BY_NAME.putAll(StrategyKernels.byName());
    }

    private Kernels() {}

    private static void addCodec(PayloadCodec codec) {
        BY_NAME.put("codec-encode-" + codec.encoding(), n -> {
            float[] delta = values(n);
            return () -> codec.encode(delta);
        });
        BY_NAME.put("codec-encode-unbiased-" + codec.encoding(), n -> {
            float[] delta = values(n);
            SplittableRandom random = new SplittableRandom(SEED);
            return () -> codec.encode(delta, random);
        });
        BY_NAME.put("codec-decode-add-" + codec.encoding(), n -> {
            ByteBuffer payload = codec.encode(values(n));
            float[] delta = new float[n];
            WeightedSum sum = new WeightedSum(n);
            return () -> {
                codec.decode(payload, delta);
                sum.add(delta, WEIGHT);
                return sum.values();
            };
        });
    }

    /** All of them, by name. */
    static Map<String, IntFunction<Kernel>> all() {
        return Collections.unmodifiableMap(BY_NAME);
    }

    static float[] values(int count) {
        return values(count, 0);
    }

    /** Values from -1e-3 to 1e-3, others for each seed. */
    static float[] values(int count, int seed) {
        SplittableRandom random = new SplittableRandom(SEED + seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (2e-3 * random.nextDouble() - 1e-3);
        }
        return values;
    }

    static double[] doubles(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        return random.doubles(count).toArray();
    }
}
