package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting is taken as it is written, or refused: nothing becomes another value on the way. */
class SettingsAsWrittenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "yes",
                "on",
                "off",
                "true",
                "n",
                "0123",
                "0x1f",
                "1e3",
                "0b11",
                "123",
                "2024-01-01",
                "12-30",
                "00",
                "1-0"
            })
    void shouldNameTopicsAsWrittenWhenYamlWouldReadAnotherValue(String name) {
        assertThat(FederationSettings.parse("federation: " + name + "\nprivacy: {masking: off}")
                        .topics()
                        .updates())
                .isEqualTo("fl." + name + ".updates");
        assertThat(FederationSettings.parse("federation: '" + name + "'\nprivacy: {masking: off}")
                        .topics()
                        .updates())
                .isEqualTo("fl." + name + ".updates");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"010", "0x10", "0b11", "0o17", "1_000", "+5", "5.", "1e1", "10:30", "\u0665", "--5", "-0x1"})
    void shouldRefuseWhenWholeNumberCouldBeReadInTwoWays(String written) {
        assertThatThrownBy(() -> FederationSettings.parse("federation: f\nround: {goal: '" + written + "'}"))
                .isInstanceOf(FederationException.class)
                .hasMessage("round.goal must be a whole number from 1 to 1000000, was " + written);
        assertThatThrownBy(() -> FederationSettings.parse("federation: f\nround:\n  goal: " + written))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("round.goal must be a whole number from 1 to 1000000, was ");
    }

    @ParameterizedTest
    @ValueSource(strings = {".inf", "-.inf", ".nan", "Infinity", "NaN", "0x1p3", "1d", "01.5", "1_0.5", "1,5", ".5"})
    void shouldRefuseWhenNumberIsNone(String written) {
        assertThatThrownBy(() -> FederationSettings.parse(
                        "federation: f\nprivacy: {masking: off}\nadmission:\n  maxDeltaNorm: " + written))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("admission.maxDeltaNorm must be a number from 1.0E-12 to 1.0E12, was ");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "0.5,0.5", "1e-12,1e-12", "1.5E+3,1500", "1e12,1e12"})
    void shouldTakeNumberWhenItIsWrittenPlainly(String written, double value) {
        assertThat(FederationSettings.parse(
                                "federation: f\nprivacy: {masking: off}\nadmission: {maxDeltaNorm: " + written + "}")
                        .admission()
                        .maxDeltaNorm())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "True", "FALSE", "y"})
    void shouldRefuseWhenFlagIsNeitherTrueNorFalse(String written) {
        assertThatThrownBy(() -> FederationSettings.parse(
                        "federation: f\nprivacy: {masking: off}\nadmission: {oneUpdatePerVersion: " + written + "}"))
                .isInstanceOf(FederationException.class)
                .hasMessage("admission.oneUpdatePerVersion must be true or false, was " + written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "round.deadline | 010s",
                "admission.maxHeldBytes | 064MiB",
            })
    void shouldRefuseWhenAmountBeginsWithZero(String path, String written) {
        String[] keys = path.split("\\.", 2);
        assertThatThrownBy(() -> FederationSettings.parse(
                        "federation: f\nprivacy: {masking: off}\n" + keys[0] + ": {" + keys[1] + ": " + written + "}"))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(path + " must be ")
                .hasMessageEndingWith("was " + written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "federation: &name f | must be written out, had an anchor or alias (& or *) (line 1)",
                "federation: !!str f | must be without tags, had tag:yaml.org,2002:str (line 1)",
                "federation: f; federation: g | must have each key once, had federation twice (line 2)",
                "federation: f; round: {goal: 1, goal: 2} | must have each key once, had goal twice (line 2)",
                "federation: f; ---; federation: g | must be one YAML document, had a second one (line 2)",
                "federation: f; ? [a]; : b | must have keys that are text, had another (line 2)",
            })
    void shouldRefuseWithLineWhenTwoReadersCouldSeeTwoThings(String lines, String reason) {
        assertThatThrownBy(() -> FederationSettings.parse(lines.replace("; ", "\n")))
                .isInstanceOf(FederationException.class)
                .hasMessage("settings " + reason);
    }

    @Test
    void shouldSayTheLineWhenTabIndents() {
        assertThatThrownBy(() -> FederationSettings.parse("federation: f\nround:\n\tgoal: 5"))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("TAB")
                .hasMessageEndingWith("(line 3)");
    }

    @Test
    void shouldReadTheFirstKeyWhenFileBeginsWithByteOrderMark(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("f.yaml"),
                "\uFEFFfederation: no\r\nprivacy: {masking: off}\r\nround:\r\n  goal: 8\r\n");

        FederationSettings settings = FederationSettings.load(file);

        assertThat(settings.topics().federation()).isEqualTo("no");
        assertThat(settings.round().goal()).isEqualTo(8);
    }

    @Test
    void shouldRefuseWithTheReasonWhenFileIsUtf16(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("f.yaml"), "federation: f".getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> FederationSettings.load(file))
                .isInstanceOf(FederationException.class)
                .hasMessage(file + " must be text in UTF-8, was UTF-16 or UTF-32; save it as UTF-8");
    }
}
