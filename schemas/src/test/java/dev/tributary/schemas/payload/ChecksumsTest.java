package dev.tributary.schemas.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChecksumsTest {

    static Stream<JsonNode> crcs() {
        return GoldenFiles.vectors("crc32c");
    }

    static Stream<JsonNode> digests() {
        return GoldenFiles.vectors("sha256");
    }

    @ParameterizedTest
    @MethodSource("crcs")
    void shouldGiveTheGoldenCrc(JsonNode golden) {
        assertThat(Checksums.crc32c(bytesOf(golden)))
                .isEqualTo(golden.get("crc32c").intValue());
    }

    @ParameterizedTest
    @MethodSource("digests")
    void shouldGiveTheGoldenDigest(JsonNode golden) {
        assertThat(HexFormat.of().formatHex(Checksums.sha256(bytesOf(golden))))
                .isEqualTo(golden.get("sha256").textValue());
    }

    @Test
    void shouldGiveThePublishedCheckValueOfCrc32c() {
        // RFC 3720, appendix B.4, has 32 bytes of zeros; "123456789" is the usual check value.
        assertThat(Checksums.crc32c(ByteBuffer.wrap("123456789".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(0xE3069283);
        assertThat(Checksums.crc32c(ByteBuffer.allocate(32))).isEqualTo(0x8A9136AA);
    }

    @Test
    void shouldReadFromPositionToLimitAndLeaveThemAlone() {
        ByteBuffer bytes =
                ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 9}).position(2).limit(5);
        ByteBuffer same = ByteBuffer.wrap(new byte[] {1, 2, 3});

        assertThat(Checksums.crc32c(bytes)).isEqualTo(Checksums.crc32c(same));
        assertThat(Checksums.sha256(bytes)).isEqualTo(Checksums.sha256(same));
        assertThat(bytes.position()).isEqualTo(2);
        assertThat(bytes.limit()).isEqualTo(5);
    }

    private static ByteBuffer bytesOf(JsonNode golden) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(golden.get("bytes").textValue()));
    }
}
