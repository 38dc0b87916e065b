package dev.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/protocol.md} and the pages beside it say is what the code does. */
class ProtocolPageTest {

    private static final int LONGEST_LINE = 110;
    private static final Pattern EXAMPLE_LINE =
            Pattern.compile("^ {0,2}(\\d{1,3})  ((?:[0-9a-f]+ )*[0-9a-f]+)(?: {2,}.*)?$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z-]+\\.md)?#([^)]*)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    /** The page with the contents comes last. */
    private static final List<String> PAGES =
            List.of("protocol-records.md", "protocol-payloads.md", "protocol-clients.md", "protocol.md");

    private final String page = PAGES.stream().map(ProtocolPageTest::read).collect(Collectors.joining("\n"));

    static List<String> records() {
        return GoldenFiles.RECORDS;
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldDescribeEveryNameOfARecord(String record) throws Exception {
        Set<String> names = new TreeSet<>();
        collectNames(new RecordFraming().decode(GoldenFiles.bytes(record)).getSchema(), names);

        assertThat(names).contains(record).hasSizeGreaterThan(3);
        assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldGiveTheFingerprintOfARecordAsItStandsOnTheWire(String record) {
        byte[] golden = GoldenFiles.bytes(record);

        assertThat(page).contains("| `" + record + "` | `" + HexFormat.of().formatHex(golden, 2, 10) + "` |");
    }

    @Test
    void shouldNameEveryTopicAndEverySettingOfIt() {
        FederationTopics topics = new FederationTopics("x");
        List<TopicSpec> specs = new TopicPlan(topics, 1, (short) 3).specs();

        assertThat(specs).allSatisfy(spec -> {
            assertThat(page).contains("| `" + spec.name().replace("fl.x.", "fl.<federation>.") + "` |");
            assertThat(spec.settings().keySet())
                    .allSatisfy(setting -> assertThat(page).contains("`" + setting + "`"));
        });
        assertThat(page).contains("`fl.<federation>.aggregator`").contains("`fl.<federation>.publisher`");
    }

    /** The aggregator has a test of its own for this: that its reasons are these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNDECODABLE",
                "CLIENT_ID_MISMATCH",
                "WRONG_PARTITION",
                "MALFORMED_MANIFEST",
                "UNSUPPORTED_ENCODING",
                "UNKNOWN_BASE_VERSION",
                "STALE_VERSION",
                "ROLLED_BACK",
                "NOT_IN_COHORT",
                "FEDERATION_STOPPED",
                "DUPLICATE_UPDATE",
                "SECOND_UPDATE",
                "LAYOUT_MISMATCH",
                "LENGTH_MISMATCH",
                "TOO_LARGE",
                "EXAMPLE_COUNT_OUT_OF_RANGE",
                "DIGEST_MISMATCH",
                "MISSING_CHUNKS",
                "EXCESS_CHUNKS",
                "MALFORMED_PAYLOAD",
                "NON_FINITE",
                "NORM_TOO_LARGE",
                "TOO_MUCH_HELD",
                "COMMAND_REFUSED"
            })
    void shouldSayWhatARejectionMeans(String reason) {
        assertThat(page).contains("\n- `" + reason + "`: ");
    }

    @Test
    void shouldWorkThroughTheGoldenBytes() {
        byte[] golden = GoldenFiles.bytes("ModelUpdate");
        String example = section("## 11 Worked example");
        List<MatchResult> lines = EXAMPLE_LINE.matcher(example).results().toList();

        StringBuilder hex = new StringBuilder();
        for (MatchResult line : lines) {
            assertThat(hex.length() / 2).as(line.group()).isEqualTo(Integer.parseInt(line.group(1)));
            hex.append(line.group(2).replace(" ", ""));
        }

        assertThat(hex).hasToString(HexFormat.of().formatHex(golden));
        assertThat(example).contains(golden.length + " bytes");
    }

    @Test
    void shouldGiveTheNumbersThatTheCodeHas() {
        String chunkBytes = String.format(Locale.ROOT, "%,d", ChunkSplitter.chunkBytes(TopicPlan.MAX_MESSAGE_BYTES));
        String clientId = GoldenFiles.vectors("clientIds")
                .findFirst()
                .orElseThrow()
                .get("clientId")
                .textValue();
        String fingerprint = GoldenFiles.vectors("layouts")
                .findFirst()
                .orElseThrow()
                .get("fingerprint")
                .textValue();

        assertThat(page)
                .contains(chunkBytes)
                .contains(String.format(Locale.ROOT, "%,d", ParameterLayout.MAX_PARAMETERS))
                .contains("= " + TopicPlan.MAX_MESSAGE_BYTES)
                .contains("`" + clientId + "`")
                .contains("`" + fingerprint + "`");
    }

    @Test
    void shouldGiveTheBytesThatTheEncodingsWrite() {
        float[] two = {1, -0.25f};

        assertThat(section("## 5 Payloads and chunks"))
                .contains("`" + spaced(PayloadCodecs.FLOAT32.encode(two)) + "`")
                .contains("`" + spaced(PayloadCodecs.FLOAT16.encode(two)) + "`")
                .contains("`" + spaced(PayloadCodecs.INT8.encode(two)) + "`")
                .contains("`" + spaced(PayloadCodecs.topK(0.4).encode(new float[] {0, 0, 1, 0, -0.25f})) + "`");
    }

    private static String spaced(ByteBuffer payload) {
        return HexFormat.ofDelimiter(" ").formatHex(payload.array(), 0, payload.remaining());
    }

    static List<String> pages() {
        return PAGES;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldLinkToHeadingsThatExist(String from) {
        List<MatchResult> links = LINK.matcher(read(from)).results().toList();

        assertThat(links).allSatisfy(link -> {
            String to = link.group(1) == null ? from : link.group(1);
            Set<String> anchors = new TreeSet<>();
            HEADING.matcher(read(to)).results().forEach(heading -> anchors.add(anchor(heading.group(1))));
            assertThat(anchors).as(link.group()).contains(link.group(2));
        });
    }

    @Test
    void shouldLeadToEverySectionFromTheContents() {
        List<String> links = LINK.matcher(read("protocol.md"))
                .results()
                .map(link -> link.group(2))
                .toList();
        List<String> sections = Pattern.compile("(?m)^## (\\d+ .*)$")
                .matcher(page)
                .results()
                .map(heading -> anchor(heading.group(1)))
                .toList();

        assertThat(sections).hasSize(13);
        assertThat(links).containsAll(sections);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol.md",
                "protocol-records.md",
                "protocol-payloads.md",
                "protocol-clients.md",
                "glossary.md",
                "protocol/golden/make_golden.py"
            })
    void shouldFitOnAScreen(String file) {
        assertThat(read(file).lines()).allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                .as(line)
                .isLessThanOrEqualTo(LONGEST_LINE));
    }

    private static void collectNames(Schema schema, Set<String> names) {
        switch (schema.getType()) {
            case RECORD -> {
                names.add(schema.getName());
                schema.getFields().forEach(field -> {
                    names.add(field.name());
                    collectNames(field.schema(), names);
                });
            }
            case ENUM -> names.addAll(schema.getEnumSymbols());
            case ARRAY -> collectNames(schema.getElementType(), names);
            case MAP -> collectNames(schema.getValueType(), names);
            case FIXED -> names.add(schema.getName());
            default -> {
                // A primitive has no name of ours.
            }
        }
    }

    private String section(String heading) {
        int from = page.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        return page.substring(from, page.indexOf("\n## ", from + 1));
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    private static String read(String file) {
        try {
            return Files.readString(GoldenFiles.docs().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
