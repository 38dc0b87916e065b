package dev.tributary.client.dl4j.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The three matrix products of a convolution, on a matrix of {@link Patches} that is kept between them.
 *
 * <p>Matrices stand row after row. BLAS wants them column after column, so that each is handed over as its transpose,
 * which is the same memory: {@code (A·B)ᵀ = Bᵀ·Aᵀ}. Nothing is copied but from and to the Java heap, and memory is
 * allocated only when there are more columns than ever before.
 */
final class PatchProducts {

    private final int filterCount;
    private final int patchLength;
    private int columns;
    private float[] patches = {};
    private float[] outputs = {};
    /** {@code [columns, patchLength]}, column after column. */
    private INDArray patchesTransposed;
    /** {@code [columns, filterCount]}, column after column. */
    private INDArray outputsTransposed;

    PatchProducts(int filterCount, int patchLength) {
        this.filterCount = filterCount;
        this.patchLength = patchLength;
    }

    /** Makes room for a matrix of so many columns; its content is lost if there were others before. */
    void setColumns(int count) {
        if (count == columns) {
            return;
        }
        if (count * patchLength > patches.length) {
            patches = new float[count * patchLength];
            outputs = new float[count * filterCount];
        }
        patchesTransposed = matrix(count, patchLength, patchesTransposed);
        outputsTransposed = matrix(count, filterCount, outputsTransposed);
        columns = count;
    }

    /** The matrix of patches, {@code patchLength × columns}: to be filled before {@link #load}. */
    float[] patches() {
        return patches;
    }

    /** Takes the content of {@link #patches} as the matrix for the products that follow. */
    void load() {
        HeapCopies.write(patches, patchesTransposed);
    }

    /**
     * Multiplies filters with patches.
     *
     * @param filters {@code [filterCount, patchLength]}
     * @return {@code filterCount} rows of {@code columns}, valid until the next call
     */
    float[] applyFilters(INDArray filters) {
        Nd4j.gemm(patchesTransposed, filters.transpose(), outputsTransposed, false, false, 1, 0);
        outputsTransposed.data().asNioFloat().get(outputs, 0, columns * filterCount);
        return outputs;
    }

    /** Sets the gradient of the outputs for the two products below: {@code filterCount} rows of {@code columns}. */
    void setOutputGradient(float[] gradient) {
        HeapCopies.write(gradient, outputsTransposed);
    }

    /**
     * Works out the gradient of the filters.
     *
     * @param gradient {@code [filterCount, patchLength]}, overwritten
     * @param add      adds to it instead
     */
    void filterGradient(INDArray gradient, boolean add) {
        Nd4j.gemm(patchesTransposed.transpose(), outputsTransposed, gradient.transpose(), false, false, 1, add ? 1 : 0);
    }

    /** Works out the gradient of the patches, which takes the place of the patches themselves, and returns it. */
    float[] patchGradient(INDArray filters) {
        Nd4j.gemm(outputsTransposed, filters, patchesTransposed, false, false, 1, 0);
        patchesTransposed.data().asNioFloat().get(patches, 0, columns * patchLength);
        return patches;
    }

    private static INDArray matrix(long rows, long columns, INDArray old) {
        if (old == null || old.data().length() < rows * columns) {
            // Detached: it outlives the mini-batch in whose workspace it would be allocated otherwise.
            return Nd4j.createUninitializedDetached(DataType.FLOAT, 'f', rows, columns);
        }
        return Nd4j.create(old.data(), new long[] {rows, columns}, new long[] {1, rows}, 0, 'f');
    }
}
