package dev.tributary.schemas.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedHeaderTest {

    private final RecordFraming framing = new RecordFraming();

    static Stream<JsonNode> headers() {
        return GoldenFiles.stream(GoldenFiles.json("masked").get("headers"));
    }

    static Stream<Arguments> badHeaders() {
        return GoldenFiles.stream(GoldenFiles.json("masked").get("badHeaders"))
                .map(bad -> Arguments.of(
                        bad.get("why").textValue(), bad.get("bytes").textValue()));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldWriteTheBytesThatPythonWrites(JsonNode golden) {
        MaskedHeader header = header(golden.get("header"));
        Digest payload = Digest.parse(golden.get("payloadDigest").textValue());

        assertThat(HexFormat.of().formatHex(header.toBytes(payload)))
                .isEqualTo(golden.get("bytes").textValue());
        assertThat(Digest.hash(header.prefix()))
                .hasToString(golden.get("prefixDigest").textValue());
        assertThat(header.digest(payload)).hasToString(golden.get("digest").textValue());
    }

    @ParameterizedTest
    @MethodSource("headers")
    void shouldReadWhatItWrote(JsonNode golden) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(golden.get("bytes").textValue());

        assertThat(MaskedHeader.parse(bytes)).isEqualTo(header(golden.get("header")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHeaders")
    void shouldRefuseWhenBytesAreNoHeader(String why, String hex) {
        assertThatThrownBy(() -> MaskedHeader.parse(HexFormat.of().parseHex(hex)))
                .as(why)
                .isInstanceOf(MalformedMaskException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @Test
    void shouldBeTheSameForUpdateSeedAndReceipt() throws Exception {
        MaskedUpdate update = framing.decode(GoldenFiles.bytes("MaskedUpdate"), MaskedUpdate.class);
        SealedSeed seed = framing.decode(GoldenFiles.bytes("SealedSeed"), SealedSeed.class);
        SeedReceipt receipt = framing.decode(GoldenFiles.bytes("SeedReceipt"), SeedReceipt.class);

        MaskedHeader header = MaskedHeader.of("digits", update);

        byte[] sent = new byte[seed.getHeader().remaining()];
        seed.getHeader().duplicate().get(sent);
        assertThat(header.toBytes(Digest.of(update.getPayloadDigest()))).isEqualTo(sent);
        assertThat(Digest.hash(sent)).isEqualTo(Digest.of(receipt.getHeaderDigest()));
        assertThat(MaskedHeader.of("other", update)).isNotEqualTo(header);
    }

    private static MaskedHeader header(JsonNode fields) {
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
