package dev.tributary.client.dl4j.network;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the tensors of a published model lie in the flat vector of the network that its definition describes, found by
 * their names.
 *
 * <p>A layout may name all of the network's tensors, or some only: those are <em>shared</em>, and the others are
 * <em>local</em>, they stay on the client (FedPer, Arivazhagan et al. 2019,
 * <a href="https://arxiv.org/abs/1912.00818">arXiv:1912.00818</a>). It may name a tensor {@code control/<name>} of the
 * same shape for each shared tensor {@code <name>}: SCAFFOLD's server control variate, see {@code ControlVariates}.
 */
public final class ParameterMapping {

    /** Stands before the name of a tensor in the name of its control variate. */
    public static final String CONTROL_PREFIX = "control/";

    private static final int NONE = -1;

    private final int networkLength;
    private final int modelLength;
    private final List<Stretch> stretches;
    private final boolean hasControl;

    /** A tensor of the network; where its values and its control variate begin in the model, {@link #NONE} if nowhere. */
    private record Stretch(int inNetwork, int inModel, int control, int length) {

        boolean isShared() {
            return inModel != NONE;
        }
    }

    private ParameterMapping(List<Stretch> stretches, int networkLength, int modelLength) {
        this.stretches = stretches;
        this.networkLength = networkLength;
        this.modelLength = modelLength;
        hasControl = stretches.stream().anyMatch(stretch -> stretch.control != NONE);
    }

    /**
     * Finds each tensor.
     *
     * @param model   layout of a published model
     * @param network layout of the network that its definition describes
     * @throws FederationException if the two do not belong together
     */
    public static ParameterMapping between(ParameterLayout model, ParameterLayout network) {
        Map<String, TensorLayout> unknown = new TreeMap<>();
        model.tensors().forEach(tensor -> unknown.put(tensor.name(), tensor));
        boolean hasControl = unknown.keySet().stream().anyMatch(name -> name.startsWith(CONTROL_PREFIX));
        Map<String, Integer> offsets = offsets(model);
        List<Stretch> stretches = new ArrayList<>();
        int offset = 0;
        for (TensorLayout tensor : network.tensors()) {
            String control = CONTROL_PREFIX + tensor.name();
            boolean isShared = take(tensor, tensor.name(), unknown);
            boolean isControlled = take(tensor, control, unknown);
            if (isControlled != (isShared && hasControl)) {
                throw new FederationException("layout of the model must have a tensor " + control
                        + " if and only if it has " + tensor.name() + " and control variates");
            }
            int length = Math.toIntExact(tensor.elementCount());
            stretches.add(new Stretch(
                    offset, offsets.getOrDefault(tensor.name(), NONE), offsets.getOrDefault(control, NONE), length));
            offset += length;
        }
        if (!unknown.isEmpty()) {
            throw new FederationException("layout of the model must have tensors of its definition only, had "
                    + unknown.keySet().stream().limit(3).toList());
        }
        return new ParameterMapping(stretches, offset, model.parameterCount());
    }

    /** Takes a tensor out of those that are still unknown, and says whether it was there. */
    private static boolean take(TensorLayout wanted, String name, Map<String, TensorLayout> unknown) {
        TensorLayout found = unknown.remove(name);
        if (found != null) {
            requireSame(wanted, found);
        }
        return found != null;
    }

    private static Map<String, Integer> offsets(ParameterLayout layout) {
        Map<String, Integer> offsets = new HashMap<>();
        int offset = 0;
        for (TensorLayout tensor : layout.tensors()) {
            offsets.put(tensor.name(), offset);
            offset += Math.toIntExact(tensor.elementCount());
        }
        return offsets;
    }

    private static void requireSame(TensorLayout wanted, TensorLayout found) {
        if (!found.shape().equals(wanted.shape()) || found.order() != wanted.order()) {
            throw new FederationException("tensor " + found.name() + " of the model must be " + wanted.shape()
                    + " in order " + wanted.order() + " as its definition says, was " + found.shape() + " in order "
                    + found.order());
        }
    }

    /** Counts the parameters of the network, local ones with it. */
    public int networkLength() {
        return networkLength;
    }

    /** Whether the model's flat vector is the network's. */
    public boolean isWhole() {
        return modelLength == networkLength
                && stretches.stream().allMatch(stretch -> stretch.inModel == stretch.inNetwork);
    }

    /** Whether the model has control variates. */
    public boolean hasControl() {
        return hasControl;
    }

    /** Whether there are layers that stay on the client. */
    public boolean hasLocal() {
        return stretches.stream().anyMatch(stretch -> !stretch.isShared());
    }

    /** Lists the tensors of the network that are shared. */
    public List<FlatRange> sharedRanges() {
        return stretches.stream()
                .filter(Stretch::isShared)
                .map(stretch -> new FlatRange(stretch.inNetwork, (long) stretch.inNetwork + stretch.length))
                .toList();
    }

    /**
     * Puts shared and local parameters together.
     *
     * @param model received version; not changed
     * @param local a flat vector of the network, of which the local elements are taken; not changed
     * @return a new flat vector of the network
     */
    public float[] toNetwork(float[] model, float[] local) {
        float[] parameters = local.clone();
        for (Stretch stretch : stretches) {
            if (stretch.isShared()) {
                System.arraycopy(model, stretch.inModel, parameters, stretch.inNetwork, stretch.length);
            }
        }
        return parameters;
    }

    /** Copies the control variates of a model into a new flat vector of the network, 0 where there are none. */
    public float[] control(float[] model) {
        float[] control = new float[networkLength];
        for (Stretch stretch : stretches) {
            if (stretch.control != NONE) {
                System.arraycopy(model, stretch.control, control, stretch.inNetwork, stretch.length);
            }
        }
        return control;
    }

    /**
     * Makes the delta that travels from the trained parameters.
     *
     * @param parameters trained minus received parameters of the network; not changed
     * @param control    change of the control variates, as long; unused if the model has none
     * @return a new vector in the model's layout
     */
    public float[] toModel(float[] parameters, float[] control) {
        float[] model = new float[modelLength];
        for (Stretch stretch : stretches) {
            if (stretch.isShared()) {
                System.arraycopy(parameters, stretch.inNetwork, model, stretch.inModel, stretch.length);
            }
            if (stretch.control != NONE) {
                System.arraycopy(control, stretch.inNetwork, model, stretch.control, stretch.length);
            }
        }
        return model;
    }
}
