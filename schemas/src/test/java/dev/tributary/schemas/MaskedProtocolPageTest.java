package dev.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicPlan;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/protocol-masked.md} says of the masked records what the code does. */
class MaskedProtocolPageTest {

    private String page;

    static List<String> records() {
        return GoldenFiles.MASKED_RECORDS;
    }

    @BeforeEach
    void readPage() throws Exception {
        page = Files.readString(GoldenFiles.docs().resolve("protocol-masked.md"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldDescribeARecordAndGiveItsFingerprint(String record) throws Exception {
        byte[] golden = GoldenFiles.bytes(record);
        Schema schema = new RecordFraming().decode(golden).getSchema();
        int from = page.indexOf("### `" + record + "`");
        assertThat(from).as(record).isNotNegative();
        String section = page.substring(from, page.indexOf("\n##", from + 4));

        assertThat(page).contains("| `" + record + "` | `" + HexFormat.of().formatHex(golden, 2, 10) + "` |");
        assertThat(schema.getFields()).allSatisfy(field -> assertThat(section).contains("- `" + field.name() + "` ("));
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().getType() == Schema.Type.ENUM) {
                assertThat(field.schema().getEnumSymbols())
                        .allSatisfy(symbol -> assertThat(page).contains("`" + symbol + "`"));
            }
        }
    }

    @Test
    void shouldNameEveryTopicOfMasks() {
        FederationTopics topics = new FederationTopics("x");
        List<String> clear = new TopicPlan(topics, 1, (short) 3)
                .specs().stream().map(spec -> spec.name()).collect(Collectors.toList());

        assertThat(new TopicPlan(topics, 1, (short) 3, true).specs())
                .filteredOn(spec -> !clear.contains(spec.name()))
                .hasSize(6)
                .allSatisfy(spec -> assertThat(page).contains("`" + spec.name().replace("fl.x.", "") + "`"));
    }

    @Test
    void shouldGiveTheLabelsAndBoundsThatTheCodeHas() {
        assertThat(page)
                .contains("| `" + MaskedHeader.LABEL + "` |")
                .contains("| `" + MemberList.LABEL + "` |")
                .contains("No header has more than 1,024 bytes");
        assertThat(MaskedHeader.MOST_BYTES).isEqualTo(1024);
    }
}
