package dev.tributary.masking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;

/** The vectors of {@code docs/protocol/golden/masked.json}, whose keys are published. */
public final class MaskedVectors {

    /** The golden files' federation. */
    public static final String FEDERATION = "digits";
    /** Within the lives of all keys and certificates of the golden files. */
    public static final long NOW_MS = 1_764_000_000_000L;

    private static final JsonNode FILE = GoldenFiles.json("masked");

    private MaskedVectors() {}

    /** The vectors of a part that is a list. */
    public static Stream<JsonNode> list(String part) {
        return GoldenFiles.stream(FILE.get(part));
    }

    /** The vector of a sealed envelope. */
    public static JsonNode envelope() {
        return FILE.get("envelope");
    }

    /** Bytes in hexadecimal digits. */
    public static byte[] bytes(JsonNode owner, String field) {
        return HexFormat.of().parseHex(owner.get(field).textValue());
    }

    /** The epoch key of the golden files. */
    public static EpochKey epochKey() {
        return EpochKey.of(1, NOW_MS, NOW_MS + 1, Secret.owning(bytes(envelope(), "helperPrivateKey")));
    }

    /** A signing key of the golden files. */
    public static SigningKey signingKey(String field) {
        return SigningKey.of(Secret.owning(bytes(envelope(), field)));
    }

    /** The enrolment authority of the golden files. */
    public static VerifyingKey authority() {
        return VerifyingKey.of(bytes(envelope(), "authorityPublicKey"));
    }

    /** The certificate of the golden files. */
    public static ClientCertificate certificate() {
        try {
            return ClientCertificate.parse(bytes(envelope(), "certificate"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A header in JSON. */
    public static MaskedHeader header(JsonNode fields) {
        return new MaskedHeader(
                fields.get("federation").textValue(),
                MaskPurpose.valueOf(fields.get("purpose").textValue().toUpperCase(Locale.ROOT)),
                fields.get("baseVersion").longValue(),
                Digest.parse(fields.get("settingsFingerprint").textValue()),
                Digest.parse(fields.get("layoutFingerprint").textValue()),
                fields.get("wordCount").longValue(),
                fields.get("wordBits").intValue(),
                fields.get("updateId").textValue(),
                fields.get("chunkCount").intValue(),
                fields.get("helperKeyId").textValue(),
                fields.get("expiresAtMs").longValue());
    }
}
