package dev.tributary.log.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.framing.RecordFraming;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class SchemaTextTest {

    @Test
    void shouldKeepDocsAndDefaultsAndTheFingerprintWhenJavasPropertiesGo() {
        assertThat(RecordFraming.schemas()).allSatisfy(schema -> {
            String text = SchemaText.of(schema);
            Schema parsed = new Schema.Parser().parse(text);
            assertThat(text).doesNotContain("java").contains("\"doc\":");
            assertThat(SchemaNormalization.parsingFingerprint64(parsed))
                    .isEqualTo(SchemaNormalization.parsingFingerprint64(schema));
            assertThat(parsed.getDoc()).isEqualTo(schema.getDoc());
            assertThat(new Schema.Parser().parse(SchemaText.pretty(schema))).isEqualTo(parsed);
        });
    }
}
