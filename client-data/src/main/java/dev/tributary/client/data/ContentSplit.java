package dev.tributary.client.data;

import dev.tributary.schemas.FederationException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Parts test data from training data by what each example holds, not by where it stands: an example stays in its part
 * when others are added, taken away or sorted, and two that are the same are in the same part. So what was ever tested
 * with is never trained on.
 */
public final class ContentSplit {

    private ContentSplit() {}

    /**
     * Parts a data set.
     *
     * @param examples  at least two different ones
     * @param testShare chance of each different example to be in the test part, above 0 and below 1
     * @param seed      decides which are; with the same seed always the same
     * @return views of both parts, each in the order of {@code examples}
     * @throws FederationException if the share is out of bounds or a part would be empty
     */
    public static ExampleSplit of(LabelledExamples examples, double testShare, long seed) {
        if (!(testShare > 0 && testShare < 1)) {
            throw new FederationException("share of test examples must be above 0 and below 1, was " + testShare);
        }
        MessageDigest digest = sha256();
        double[] places = new double[examples.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(digest, examples, i, seed);
        }
        double end = endOfTest(places, testShare);
        LabelledExamples train = examples.subset(
                IntStream.range(0, places.length).filter(i -> places[i] >= end).toArray());
        LabelledExamples test = examples.subset(
                IntStream.range(0, places.length).filter(i -> places[i] < end).toArray());
        if (train.size() == 0 || test.size() == 0) {
            throw new FederationException("share of test examples must leave at least 1 to test with and 1 to train on,"
                    + " was " + testShare + " of " + examples.size() + " with the same content");
        }
        return new ExampleSplit(train, test);
    }

    /** Where the test part ends; moved a little where a handful of examples would all fall into one part. */
    private static double endOfTest(double[] places, double testShare) {
        double least = Arrays.stream(places).min().orElse(0);
        double greatest = Arrays.stream(places).max().orElse(1);
        return Math.min(Math.max(testShare, Math.nextUp(least)), greatest);
    }

    /** A place in [0, 1) that depends on the content alone, and is spread evenly over different contents. */
    private static double place(MessageDigest digest, LabelledExamples examples, int index, long seed) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
        examples.updateDigest(index, digest);
        return (ByteBuffer.wrap(digest.digest()).getLong() >>> 11) * 0x1p-53;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
