package dev.tributary.client.dl4j.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** Copies between ND4J's off-heap arrays and Java arrays; elements stand in C order, last index fastest. */
final class HeapCopies {

    private HeapCopies() {}

    /** Copies all elements of an array of FLOATs, in whatever order it keeps them, to the beginning of {@code target}. */
    static void read(INDArray source, float[] target) {
        INDArray ordered = isInOrder(source) ? source : source.dup('c');
        ordered.data().asNioFloat().get(target, 0, Math.toIntExact(source.length()));
    }

    /** Fills an array of FLOATs that is in C order without gaps from the beginning of {@code source}. */
    static void write(float[] source, INDArray target) {
        target.data().asNioFloat().put(source, 0, Math.toIntExact(target.length()));
    }

    /** Returns {@code array} if it is long enough, else a new one, so that batch after batch shares one. */
    static float[] atLeast(int length, float[] array) {
        return array.length >= length ? array : new float[length];
    }

    private static boolean isInOrder(INDArray array) {
        return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
    }
}
