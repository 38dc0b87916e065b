package dev.tributary.client.rawfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReadTensorsInTheirOrder() throws IOException {
        ParameterLayout layout = read(
                """
                {"library": "any", "tensors": [
                  {"name": "w", "shape": [2, 3], "order": "F", "offset": 0},
                  {"name": "b", "shape": [3], "order": "C", "offset": 6},
                  {"name": "temperature", "shape": [], "order": "C"}]}
                """);

        assertThat(layout.tensors())
                .containsExactly(
                        new TensorLayout("w", List.of(2L, 3L), TensorOrder.F),
                        new TensorLayout("b", List.of(3L), TensorOrder.C),
                        new TensorLayout("temperature", List.of(), TensorOrder.C));
        assertThat(layout.parameterCount()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'tensors': [}                                                    | must be JSON, was not in line 1: ",
                "{'tensors': []} {}                                                | must be JSON, was not in line 1: ",
                "{'tensors': [], 'tensors': []}                                    | must be JSON, was not in line 1: Duplicate",
                "{}                                                                | tensors in FILE must be a list, was absent",
                "[]                                                                | tensors in FILE must be a list, was absent",
                "{'tensors': []}                                                   | layout must have at least one tensor, had none",
                "{'tensors': [7]}                                                  | tensors[0].name in FILE must be a text, was absent",
                "{'tensors': [{'name': 'w', 'order': 'C'}]}                        | tensors[0].shape in FILE must be a list of whole numbers, was absent",
                "{'tensors': [{'name': 'w', 'shape': [1.5], 'order': 'C'}]}        | tensors[0].shape in FILE must be a list of whole numbers, was [1.5]",
                "{'tensors': [{'name': 'w', 'shape': [99999999999999999999], 'order': 'C'}]} | tensors[0].shape in FILE must be a list of whole numbers",
                "{'tensors': [{'name': 'w', 'shape': [0], 'order': 'C'}]}          | shape of tensor w must have lengths of at least 1, was [0]",
                "{'tensors': [{'name': 'w', 'shape': [2], 'order': 'K'}]}          | tensors[0].order in FILE must be C (last index fastest) or F (first index fastest), was \"K\"",
                "{'tensors': [{'name': '', 'shape': [2], 'order': 'C'}]}           | tensor name must be 1 to 128 characters",
                "{'tensors': [{'name': 'w', 'shape': [2], 'order': 'C', 'offset': 1}]} | tensors[0].offset in FILE must be 0, where the tensor before it ends, was 1",
                "{'tensors': [{'name': 'w', 'shape': [2], 'order': 'C'}, {'name': 'w', 'shape': [2], 'order': 'C'}]} | tensor names must differ, were [w, w]",
                "{'tensors': [{'name': 'w', 'shape': [300000000], 'order': 'C'}]}  | parameters of a model must be at most 268435447, were 300000000",
                "{'tensors': [{'name': 'w', 'shape': [9223372036854775807, 2], 'order': 'C'}]} | must be at most 268435447, were too many to count"
            },
            quoteCharacter = '`')
    void shouldNameFileAndTensorWhenALayoutIsWrong(String json, String words) {
        Path file = directory.resolve("layout.json");

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> read(json.replace('\'', '"')))
                .withMessageContaining(words.replace("FILE", file.toString()))
                .withMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldSayThatTheFileMustExistWhenItDoesNot() {
        Path missing = directory.resolve("none.json");

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> new LayoutFile(missing).read())
                .withMessage("layout file " + missing + " must exist and be readable");
    }

    private ParameterLayout read(String json) throws IOException {
        return new LayoutFile(Files.writeString(directory.resolve("layout.json"), json)).read();
    }
}
