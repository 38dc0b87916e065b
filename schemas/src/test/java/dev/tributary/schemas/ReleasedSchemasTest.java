package dev.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.framing.RecordFraming;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every release reads every other one's records: {@code FULL_TRANSITIVE}, as a registry would call it. */
class ReleasedSchemasTest {

    private static final String FROZEN = "\\d+\\.\\d+\\.\\d+";
    private static final String CANDIDATE = FROZEN + "-candidate";
    private static final Pattern RELEASE = Pattern.compile("^## (" + FROZEN + ")\\b", Pattern.MULTILINE);

    private static final int HEADER_BYTES = 10;
    private static final Path EVOLUTION = GoldenFiles.docs().resolveSibling("schemas/src/test/resources/evolution");

    @Test
    void shouldBeCompatibleInBothDirectionsWithEveryRelease() {
        assertThat(ReleasedSchemas.matching(FROZEN))
                .allSatisfy(release ->
                        assertThat(release.violations(RecordFraming.schemas())).isEmpty());
    }

    @Test
    void shouldReadTheBytesOfEveryRelease() throws IOException {
        for (ReleasedSchemas release : ReleasedSchemas.matching(FROZEN)) {
            for (Schema released : release.schemas()) {
                Schema now = ReleasedSchemas.sameName(released, RecordFraming.schemas())
                        .orElseThrow();
                requireReadable(release, released, now);
            }
        }
    }

    @Test
    void shouldHoldACandidateThatIsWholeInItself() throws IOException {
        for (ReleasedSchemas release : ReleasedSchemas.matching(CANDIDATE)) {
            assertThat(release.schemas()).isNotEmpty();
            assertThat(release.violations(release.schemas())).isEmpty();
            for (Schema schema : release.schemas()) {
                requireReadable(release, schema, schema);
            }
        }
    }

    private static void requireReadable(ReleasedSchemas release, Schema writer, Schema reader) throws IOException {
        byte[] bytes = release.record(writer);
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);

        GenericRecord read = new GenericDatumReader<GenericRecord>(writer, reader).read(null, decoder);

        assertThat(fingerprint).isEqualTo(SchemaNormalization.parsingFingerprint64(writer));
        assertThat(read.getSchema().getFullName()).isEqualTo(writer.getFullName());
        assertThat(decoder.isEnd()).isTrue();
    }

    @Test
    void shouldHoldEveryReleaseOfTheChangelog() throws IOException {
        String changelog = Files.readString(GoldenFiles.docs().resolveSibling("CHANGELOG.md"));
        List<MatchResult> releases = RELEASE.matcher(changelog).results().toList();

        assertThat(releases)
                .allSatisfy(heading -> assertThat(ReleasedSchemas.home().resolve(heading.group(1)))
                        .isDirectory());
    }

    static Stream<Path> badChanges() throws IOException {
        return changes("bad_");
    }

    static Stream<Path> goodChanges() throws IOException {
        return changes("good_");
    }

    private static Stream<Path> changes(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(EVOLUTION)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("badChanges")
    void shouldFindTheViolationWhenAChangeIsIncompatible(Path changed) {
        assertThat(base().violations(List.of(ReleasedSchemas.parse(changed)))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("goodChanges")
    void shouldFindNothingWhenAChangeIsCompatible(Path changed) {
        assertThat(base().violations(List.of(ReleasedSchemas.parse(changed)))).isEmpty();
    }

    private static ReleasedSchemas base() {
        return new ReleasedSchemas("base", List.of(ReleasedSchemas.parse(EVOLUTION.resolve("base.avsc"))), EVOLUTION);
    }
}
