package dev.tributary.testbed.junit;

import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;

/** Version 0 of a test's federation. Implementations have a constructor without parameters. */
public interface FirstModel {

    /**
     * Names the network.
     *
     * @return its format, and the definition if the client under test reads it
     */
    ModelDefinition definition();

    /**
     * Describes the flat vector.
     *
     * @return where each tensor lies in it
     */
    ParameterLayout layout();

    /**
     * Gives the initial parameters.
     *
     * @return as many finite numbers as the layout says; not changed
     */
    float[] parameters();

    /** Ten parameters in one tensor, all 0: enough for a client whose training is not under test. */
    final class TenZeros implements FirstModel {

        private static final int COUNT = 10;

        @Override
        public ModelDefinition definition() {
            return new ModelDefinition("none", "");
        }

        @Override
        public ParameterLayout layout() {
            return ParameterLayout.flat(COUNT);
        }

        @Override
        public float[] parameters() {
            return new float[COUNT];
        }
    }
}
