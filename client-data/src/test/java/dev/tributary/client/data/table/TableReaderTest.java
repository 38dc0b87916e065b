package dev.tributary.client.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadNumbersAndLabelsWhenTheTableIsSound(boolean isGzipped) throws IOException {
        byte[] text = "age,ill,pulse\r\n63.0,1,-1.5e1\r\n 41 ,0.0,+.5\r\n".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(directory.resolve("t.csv"), isGzipped ? gzip(text) : text);

        TableRows rows = reader("ill", MissingCells.REFUSE).read(file);

        assertThat(rows.features()).containsExactly("age", "pulse");
        assertThat(values(rows)).isDeepEqualTo(new float[][] {{63, -15}, {41, 0.5f}});
        assertThat(rows.isPositive(0)).isTrue();
        assertThat(rows.isPositive(1)).isFalse();
    }

    @Test
    void shouldTakeQuotedCellsAsRfc4180SaysWhenTheyHoldCommasQuotesAndLines() {
        Path file = write("\uFEFFkind,x,y\n\"a, \"\"b\"\"\nc\",1,1\n\na,2,0");

        TableRows rows = reader("y", MissingCells.REFUSE, "x", "kind:a").read(file);

        assertThat(rows.features()).containsExactly("x", "kind=a");
        assertThat(values(rows)).isDeepEqualTo(new float[][] {{1, 0}, {2, 1}});
    }

    @Test
    void shouldNameColumnsByTheirPlaceWhenThereIsNoHeader() {
        Path file = write("63,1,?\n41,2,0\n50,3,2\n");

        TableRows rows = reader("3:!0", MissingCells.DROP, "1", "2:2.0/3").read(file);

        assertThat(rows.features()).containsExactly("1", "2=2.0", "2=3");
        assertThat(values(rows)).isDeepEqualTo(new float[][] {{41, 1, 0}, {50, 0, 1}});
        assertThat(rows.isPositive(0)).isFalse();
        assertThat(rows.isPositive(1)).isTrue();
    }

    @Test
    void shouldLeaveValuesOpenWhenMeansAreToFillThemIn() {
        Path file = write("a,b,y\n1,,1\nNA,x,0\n");

        TableRows rows = reader("y", MissingCells.MEAN, "a", "b:x/z").read(file);

        assertThat(values(rows)[0]).containsExactly(1, Float.NaN, Float.NaN);
        assertThat(values(rows)[1]).containsExactly(Float.NaN, 1, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,y;1,1;high,0 | y | refuse | line 3: column a must be a number, was 'high'",
                "a,y;1e999,1 | y | refuse | line 2: column a must be a number, was '1e999'",
                "a,y;NaN,1 | y | refuse | line 2: column a must be a number, was 'NaN'",
                "a,y;0x10,1 | y | refuse | line 2: column a must be a number, was '0x10'",
                "a,y;1,1;,0 | y | refuse | line 3: column a must have a value, was ''; leave such rows out with",
                "a,y;1,? | y | mean | line 2: column y must have a value, was '?'",
                "a,y;1,2 | y | refuse | line 2: column y must be 0 or 1, was '2'; say which value means yes with",
                "a,y;1,1;2 | y | refuse | line 3 must have 2 cells as the first row has, was 1",
                "a,y;1,1;;2,0,7 | y | refuse | line 4 must have 2 cells as the first row has, was 3",
                "a,b;1,1 | y | refuse | must have a column 'y', was a,b",
                "a,a;1,1 | a | refuse | line 1 must name each column once, was 'a' twice",
                "y;1 | y | refuse | must have a column beside the target, was y alone",
                "a,y | y | refuse | must hold at least 1 row beside its header, was 0",
                "a,y;?,1;1,? | y | drop | must hold at least 1 row without a missing value, was 0 of 2",
                "a,y;\"1,1 | y | refuse | from line 2 on must be CSV as RFC 4180 has it, was not: ",
                ";; | y | refuse | must hold at least 1 row, was empty"
            })
    void shouldSayFileLineBoundAndValueWhenTheTableIsBad(String lines, String target, String missing, String expected) {
        Path file = write(lines.replace(';', '\n'));
        TableReader reader = reader(target, MissingCells.parse("--missing", missing));

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> reader.read(file))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith(file + " " + expected)
                        .hasLineCount(1));
    }

    @Test
    void shouldSayLineAndByteWhenTheEncodingIsAnother() throws IOException {
        Path file = Files.write(directory.resolve("t.csv"), "a,y\n1,1\né,0\n".getBytes(StandardCharsets.ISO_8859_1));
        TableReader reader = reader("y", MissingCells.REFUSE);

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> reader.read(file))
                .withMessage(file + " line 3 must be UTF-8, was the byte 0xe9; save the file as UTF-8");
    }

    @Test
    void shouldSayWhichFileWhenItIsNoneOrCutOff() throws IOException {
        byte[] whole = gzip("a,y\n1,1\n".repeat(99).getBytes(StandardCharsets.UTF_8));
        Path cut = Files.write(directory.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length - 9));
        TableReader reader = reader("y", MissingCells.REFUSE);

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> reader.read(cut))
                .withMessageStartingWith(cut + " must be a sound gzip file, was corrupt");
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> reader.read(directory.resolve("none.csv")))
                .withMessageEndingWith("none.csv must be a CSV file, was missing");
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> reader.read(directory))
                .withMessage(directory + " must be a CSV file, was no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "y:", "y:!"})
    void shouldRefuseATargetWhenItIsNoneOfTheForms(String text) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> TableTarget.parse("--target", text))
                .withMessage("--target must be NAME, NAME:VALUE or NAME:!VALUE, was " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ":a", "x:", "x:a//b"})
    void shouldRefuseAColumnWhenItIsNoneOfTheForms(String text) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> TableColumn.parse("--columns", text))
                .withMessageStartingWith("--columns must be NAME or NAME:VALUE/VALUE…");
    }

    private static TableReader reader(String target, MissingCells missing, String... columns) {
        List<TableColumn> inputs = Arrays.stream(columns)
                .map(column -> TableColumn.parse("--columns", column))
                .toList();
        return new TableReader(TableTarget.parse("--target", target), inputs, missing);
    }

    private Path write(String text) {
        try {
            return Files.writeString(directory.resolve("t.csv"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[][] values(TableRows rows) {
        float[][] values = new float[rows.size()][rows.featureCount()];
        for (int i = 0; i < values.length; i++) {
            rows.copyFeatures(i, values[i], 0);
        }
        return values;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
