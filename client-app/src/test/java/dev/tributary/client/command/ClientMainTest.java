package dev.tributary.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong input: one line that says what to do, exit code 2, no stack trace unless asked for. */
@Timeout(60)
class ClientMainTest {

    /** Discard's port: nothing listens there. */
    private static final String NOBODY = "127.0.0.1:9";

    private static final String JOIN = "client --federation digits --bootstrap-server " + NOBODY;

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense | Unknown option: '--nonsense'",
                "client --generated 100 | Missing required option: '--federation=NAME'",
                JOIN + " | (--data=DIR | --generated=COUNT | --table=FILE.csv)",
                JOIN + " --generated many | Invalid value for option '--generated'",
                JOIN + " --generated 100 --data x | are mutually exclusive",
                JOIN + " --generated 100 --colour red | Unknown options: '--colour', 'red'",
                JOIN + " personalise --generated 100 | Missing required option: '--out=ZIP'",
                JOIN + " personalise --out m.zip | (--data=DIR | --generated=COUNT | --table=FILE.csv)",
                "client personalise --out m.zip --generated 9 | Missing required option: '--federation=NAME'",
                "model | Missing subcommand, one of [init, list, show, export, publish, rollback, diff]",
                "model publish --federation f --reason r | (--model=ZIP | --raw=FILE)",
                "model rollback --federation f --reason r | Missing required option: '--to=V'",
                "model diff --federation f 1 | Missing required parameter: 'B'",
                "model init --bootstrap-server " + NOBODY + " | Missing required option: '--federation=NAME'",
                "frobnicate | Unmatched argument"
            })
    void shouldSayWhichWordIsWrongWhenWordsDoNotFit(String words, String expected) {
        int code = execute(words);

        assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("tributary: ")
                .contains(expected)
                .contains("see: tributary"));
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--generated 0 | --generated must be 1 to 1000000, was 0",
                "--generated 2000000 | --generated must be 1 to 1000000, was 2000000",
                "--generated 100 --clients 3 | --clients and --index must be given together, was only --clients",
                "--generated 100 --index 0 | --clients and --index must be given together, was only --index",
                "--generated 100 --clients 3 --index 3 | --index must be 0 to --clients - 1, was 3 of 3 clients",
                "--generated 100 --clients 3 --index -1 | --index must be 0 to --clients - 1, was -1 of 3 clients",
                "--generated 100 --partition round | partition must be iid, shards or dirichlet:ALPHA, was round",
                "--generated 100 --rounds 0 | rounds must be at least 1, was 0",
                "--generated 100 --local-epochs 0 | --local-epochs must be",
                "--generated 100 --batch-size 0 | --batch-size must be",
                "--generated 100 --learning-rate -1 | --learning-rate: learning rate must be above 0 and finite",
                "--generated 100 --proximal-mu -1 | --proximal-mu: proximal mu must be 0 or more",
                "--generated 100 --gradient-clip-norm 0 | --gradient-clip-norm: gradient clip norm must be above 0",
                "--generated 100 --learning-rate-decay 2 | --learning-rate-decay: learning rate decay must be above 0",
                "--generated 100 --learning-rate-decay 1:x | --learning-rate-decay: decay must be a factor and, after",
                "--generated 100 --local-rate-decay 1:0 | --local-rate-decay: interval of learning rate decay must be",
                "--generated 100 --evaluate 1 | --evaluate must be above 0 and below 1, was 1.0",
                "--generated 1 --evaluate 0.1 | --evaluate must leave at least 1 example to test with and 1 to train on",
                "--generated 100 --participation-fraction 2 | --participation-fraction: participation fraction must",
                "--generated 100 personalise --out no/such/model.zip | --out must be in a directory that exists, was no",
                "personalise --out m.zip --generated 100 --clients 3 | --clients and --index must be given together",
                "--generated 10 --encoding float8 | --encoding must be float32, float16, int8, top_k, was float8",
                "--generated 10 --encoding top_k --top-k-fraction 0 | top-k fraction must be above 0 and at most 1, was 0",
                "--generated 10 --key k --helper-root 00 | --settings, --key, --certificate and --helper-root must be given",
                "--generated 10 --settings s --key k --certificate c --helper-root 00 | root key of the mask helper must be",
                "--generated 10 --http-port 65536 | --http-port must be 0 to 65535, was 65536",
                "--data no/such/directory | no/such/directory must be a directory of IDX files, was missing"
            })
    void shouldSayWhichBoundIsBrokenWhenValuesAreOutOfBounds(String words, String expected) {
        int code = execute(JOIN + " --secret-file " + directory.resolve("secret") + " " + words);

        assertThat(lines()).singleElement().satisfies(line -> assertThat(line).startsWith("tributary: " + expected));
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--table T | --target must be given with --table, was not",
                "--table T --target y --missing skip | --missing must be drop, mean or refuse, was skip",
                "--table T --target y --scaling shared | --scaling must be own or none, was shared",
                "--table T --target y --clients 2 --index 0 | --clients must not be given with --table",
                "--table T --target y --columns a,b | T must have a column 'b', was a,y",
                "--table T --target y | T line 3: column a must be a number, was 'tall'",
                "--table none.csv --target y | none.csv must be a CSV file, was missing",
                "--generated 10 --target y | --target must be given with --table alone, was without"
            })
    void shouldSayOneLineAndStartNothingWhenATableIsBad(String words, String expected) throws IOException {
        Path table = Files.writeString(directory.resolve("t.csv"), "a,y\n1,1\ntall,0\n");
        Path secret = directory.resolve("secret");

        int code = execute(JOIN + " --secret-file " + secret + " " + words.replace(" T ", " " + table + " "));

        assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("tributary: " + expected.replace("T ", table + " ")));
        assertThat(code).isEqualTo(2);
        assertThat(secret).doesNotExist();
    }

    @Test
    void shouldNameTheFileWhenDataAreCorrupt() throws IOException {
        Path images = Files.write(directory.resolve("train-images-idx3-ubyte"), new byte[] {1, 2, 3});
        Files.write(directory.resolve("train-labels-idx1-ubyte"), new byte[8]);

        int code = execute(JOIN + " --data " + directory);

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("tributary: ").contains(images.toString()));
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client --generated 10",
                "client personalise --out x.zip --generated 10",
                "model init --architecture mlp"
            })
    @Timeout(15)
    void shouldSayThatNothingAnswersWhenTheBrokerIsUnreachable(String words) {
        String secret = words.startsWith("client") ? " --secret-file " + directory.resolve("secret") : "";

        int code = execute(words + " --federation digits --bootstrap-server " + NOBODY + secret);

        assertThat(lines())
                .containsExactly("tributary: bootstrap.servers " + NOBODY
                        + " did not answer within 8 s; is a broker listening there?");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void shouldSayThatThePortMustBeFreeWhenAnotherListensThere() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            int code = execute(JOIN + " --generated 10 --secret-file " + directory.resolve("secret") + " --http-port "
                    + taken.getLocalPort());

            assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("tributary: --http-port must be free, was " + taken.getLocalPort()));
            assertThat(code).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhereTheServersAreNamedWhenNothingNamesThem() {
        int code = execute("client --federation digits --generated 10");

        assertThat(lines())
                .containsExactly("tributary: bootstrap.servers must be given, by --bootstrap-server or in the file of"
                        + " --kafka-config");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void shouldRefuseSecretWhenOthersMayReadIt() throws IOException {
        Path secret = Files.write(directory.resolve("secret"), new byte[32]);
        secret.toFile().setReadable(true, false);

        int code = execute(JOIN + " --generated 10 --secret-file " + secret);

        assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("tributary: secret file must be private to its owner"));
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-network", "no/such/model.zip"})
    void shouldNameWhatThereIsWhenTheArchitectureIsUnknown(String architecture) {
        int code = execute(
                "model init --federation digits --bootstrap-server " + NOBODY + " --architecture " + architecture);

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("tributary: ").contains(architecture));
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '--architecture or --layout must be given, neither was'",
        "--architecture mlp --layout l.json, '--architecture or --layout must be given, and not both, were'",
        "--architecture mlp --format x, '--parameters and --format must be given with --layout alone, was --architecture mlp'",
        "--layout l.json --format x, '--parameters and --format must be given with --layout, --parameters was not'",
        "--layout l.json --parameters p, '--parameters and --format must be given with --layout, --format was not'",
        "--layout l.json --parameters p --format x, 'layout file l.json must exist and be readable'",
        "--architecture mlp --replace --if-absent, '--if-absent and --replace must not be given together, were'",
        "--architecture mlp --settings no.yaml, no.yaml must be a readable settings file: no.yaml",
        "--architecture mlp --settings no.yaml --mode sync, '--mode must not be given with --settings, which has round.mode, was SYNC'"
    })
    void shouldSayWhatVersionZeroIsToBeMadeOf(String words, String line) {
        int code = execute("model init --federation digits --bootstrap-server " + NOBODY + " "
                + (words.isEmpty() ? "--seed 1" : words));

        assertThat(lines()).containsExactly("tributary: " + line);
        assertThat(code).isEqualTo(2);
    }

    @Test
    void shouldRefuseSettingsOfAnotherFederation() throws IOException {
        Path settings = Files.writeString(
                directory.resolve("federation.yaml"), "federation: letters\nprivacy: {masking: off}\n");

        int code = execute("model init --federation digits --architecture mlp --bootstrap-server " + NOBODY
                + " --settings " + settings);

        assertThat(lines())
                .containsExactly(
                        "tributary: federation in " + settings + " must be that of --federation, digits, was letters");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void shouldShowTheStackTraceWhenAskedTo() {
        int code = execute(JOIN + " --generated 0 --verbose");

        assertThat(lines()).first().asString().startsWith("tributary: --generated must be");
        assertThat(err.toString()).contains("\tat dev.tributary.client.command.options.DataOptions");
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "client --help", "model --help", "model init --help", "model show --help", "--version"
            })
    void shouldExitWithZeroWhenAskedForHelp(String words) {
        assertThat(execute(words)).isZero();
        assertThat(lines()).isEmpty();
    }

    private int execute(String words) {
        return ClientMain.commandLine(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(Stream.of(words.split(" ", -1)).toArray(String[]::new));
    }

    private List<String> lines() {
        return err.toString().lines().toList();
    }
}
