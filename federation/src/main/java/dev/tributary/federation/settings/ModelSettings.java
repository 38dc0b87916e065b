package dev.tributary.federation.settings;

import dev.tributary.federation.settings.reading.SettingsReader;
import dev.tributary.schemas.avro.PayloadEncoding;

/**
 * Versions that stay on the model topic, and their form.
 *
 * @param keepVersions newest versions that stay readable, at least 2: a reader may be in the middle of the last one
 * @param encoding     how versions are written; the residual of a lossy one joins the next version
 */
public record ModelSettings(int keepVersions, Encoding encoding) {

    /** Encodings that a model may have. */
    public enum Encoding {
        /** Four bytes a parameter, exact. */
        FLOAT32,
        /** Two bytes a parameter. */
        FLOAT16,
        /** One byte a parameter and a scale for each block. */
        INT8;

        /**
         * Names it as it stands on the wire.
         *
         * @return the encoding
         */
        public PayloadEncoding onTheWire() {
            return PayloadEncoding.valueOf(name());
        }
    }

    static ModelSettings read(SettingsReader reader) {
        return new ModelSettings(
                (int) reader.integer("keepVersions", 5, 2, 10_000),
                reader.choice("encoding", Encoding.class, Encoding.FLOAT32));
    }
}
