package dev.tributary.arithmetic;

/**
 * A vector of floats that is read block by block: an array, or bytes that stand for one. Nobody changes it any more, so
 * threads may share it.
 */
public interface FloatVector {

    /**
     * Counts the elements.
     *
     * @return 0 or more
     */
    int length();

    /**
     * Reads some of the elements.
     *
     * @param from   index of the first one
     * @param target receives them from index 0
     * @param count  how many, at most the length of the target
     */
    void read(int from, float[] target, int count);

    /**
     * Reads all of the elements.
     *
     * @return a new array
     */
    default float[] toArray() {
        float[] all = new float[length()];
        read(0, all, all.length);
        return all;
    }

    /**
     * Gives a vector that is there already.
     *
     * @param elements the elements; shared, not to be changed any more
     * @return the vector
     */
    static FloatVector of(float[] elements) {
        return new FloatVector() {
            @Override
            public int length() {
                return elements.length;
            }

            @Override
            public void read(int from, float[] target, int count) {
                System.arraycopy(elements, from, target, 0, count);
            }
        };
    }
}
