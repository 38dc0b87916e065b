package dev.tributary.aggregation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A strategy's memory from one round to the next: named vectors as long as the model, such as a server optimiser's
 * moments. They are {@code float}, rounded once a round, since they are written to a changelog once a round.
 *
 * <p>The caller owns it, keeps it, and puts it back after a crash as it was when the current version was published. Not
 * thread-safe.
 */
public final class ServerState {

    private final int parameterCount;
    private final Map<String, float[]> vectors = new TreeMap<>();

    /**
     * Makes an empty state: each vector begins with the strategy's initial value.
     *
     * @param parameterCount length of the model, at least 1
     */
    public ServerState(int parameterCount) {
        this.parameterCount = parameterCount;
    }

    /**
     * Finds a vector, or makes it when it is first used.
     *
     * @param name    such as {@code fedAdam.firstMoment}
     * @param initial value of each element of a new vector
     * @return the vector itself, which the strategy changes in place
     */
    public float[] vector(String name, float initial) {
        return vectors.computeIfAbsent(name, key -> {
            float[] vector = new float[parameterCount];
            Arrays.fill(vector, initial);
            return vector;
        });
    }

    /**
     * Puts a vector back that was kept.
     *
     * @param name   its name
     * @param vector as long as the model; kept and changed from now on
     * @throws IllegalArgumentException if it has another length; the state is then unchanged
     */
    public void restore(String name, float[] vector) {
        if (vector.length != parameterCount) {
            throw new IllegalArgumentException(
                    "vector " + name + " must have " + parameterCount + " values, had " + vector.length);
        }
        vectors.put(name, vector);
    }

    /**
     * Forgets a vector.
     *
     * @param name its name; nothing happens if there is none of it
     */
    public void remove(String name) {
        vectors.remove(name);
    }

    /**
     * Forgets the vectors of a strategy that is no longer used.
     *
     * @param names those that stay: {@link AggregationStrategy#stateVectors} of the strategy in use
     */
    public void retain(Collection<String> names) {
        vectors.keySet().retainAll(names);
    }

    /**
     * Shows the vectors themselves, to be kept.
     *
     * @return by name in the order of the names; not to be changed
     */
    public Map<String, float[]> vectors() {
        return Collections.unmodifiableMap(vectors);
    }

    @Override
    public String toString() {
        return "ServerState" + vectors.keySet() + " of " + parameterCount + " parameters";
    }
}
