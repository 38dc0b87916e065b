package dev.tributary.client.rawfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawModelFileTest {

    private static final ParameterLayout LAYOUT = ParameterLayout.flat(3);
    private static final float[] VALUES = {1, -0.5f, Float.MIN_VALUE};

    @TempDir
    private Path directory;

    private RawModelFile file;

    @BeforeEach
    void write() {
        file = new RawModelFile(directory.resolve("model.raw"));
        Provenance provenance = Provenance.newBuilder()
                .setBaseVersion(6)
                .setStrategy("fedAvg")
                .setSettings(Map.of())
                .setUpdateCount(1)
                .setExampleCount(1)
                .setCodeVersion("test")
                .setCreatedAtMs(1)
                .build();
        file.write("digits", new GlobalModel(7, new ModelDefinition("none", ""), LAYOUT, VALUES, provenance));
    }

    @Test
    void shouldReadWhatItWrote() {
        assertThat(file.read(LAYOUT)).isEqualTo(VALUES);
    }

    @Test
    void shouldWriteFourBytesEachTheLowestFirst() throws IOException {
        assertThat(Files.readAllBytes(file.file())).containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xbf, 1, 0, 0, 0);
    }

    @Test
    void shouldDescribeWhatTheNumbersAre() throws IOException {
        assertThat(Files.readString(file.layoutFile()))
                .contains("\"federation\" : \"digits\"", "\"version\" : 7", LAYOUT.fingerprint(), "\"offset\" : 0");
    }

    @Test
    void shouldReadWithoutADescription() throws IOException {
        Files.delete(file.layoutFile());

        assertThat(file.read(LAYOUT)).isEqualTo(VALUES);
    }

    @Test
    void shouldRefuseAnotherLength() {
        assertThatThrownBy(() -> file.read(ParameterLayout.flat(4)))
                .isInstanceOf(FederationException.class)
                .hasMessageEndingWith("must have 16 bytes, four for each of 4 parameters, had 12");
    }

    @Test
    void shouldRefuseADescriptionOfAnotherLayout() throws IOException {
        Files.writeString(file.layoutFile(), "{\"layoutFingerprint\": \"other\"}");

        assertThatThrownBy(() -> file.read(LAYOUT))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must be " + LAYOUT.fingerprint() + ", was other");
    }

    @Test
    void shouldNameTheFileWhenItIsMissing() {
        assertThatThrownBy(() -> new RawModelFile(directory.resolve("none.raw")).read(LAYOUT))
                .isInstanceOf(FederationException.class)
                .hasMessageEndingWith("none.raw must exist and be readable");
    }
}
