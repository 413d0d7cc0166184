package io.shardline.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.shardline.integration.harness.Command;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Page;
import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each command on our pages is run here, or as much of it as needs no AWS; or it is one that a named test or {@code
 * .ci/run} runs. A command of a new kind fails until somebody has decided which.
 */
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about pages, not about Kinesis")
class DocumentedCommandsIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Pattern DAEMON = Pattern.compile("java -jar (?:daemon/target/)?daemon\\.jar ?(.*)");
    private static final Pattern LOCAL_STACK =
            Pattern.compile("java -jar tests/local-stack/target/local-stack\\.jar (.*?) -- (.*)");
    private static final Pattern SUBCOMMAND = Pattern.compile("(check-config|check-processor|redrive)?.*");
    private static final Pattern SAMPLE = Pattern.compile(".*sample-processors/([a-z]+).*");
    private static final String PYTHON_SAMPLE = "python3 sample-processors/python/word_count.py target/words";

    private static final Map<String, String> HELP = new ConcurrentHashMap<>();
    private static final Set<String> VALID_CONFIGURATIONS = ConcurrentHashMap.newKeySet();

    @TempDir
    Path directory;

    static Stream<PageCommand> commands() {
        return Page.all().stream().flatMap(page -> PageCommand.of(page).stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void works(PageCommand command) throws IOException {
        String text = command.text();
        Matcher daemon = DAEMON.matcher(text);
        Matcher localStack = LOCAL_STACK.matcher(text);
        if (text.startsWith("mvn ") && !text.contains("sample-processors/")) {
            MavenCommand.check(command.words());
        } else if (daemon.matches()) {
            daemonWorks(daemon.group(1), command);
        } else if (localStack.matches()) {
            assertOptionsExist(localStack.group(1), help("tests/local-stack/target/local-stack.jar", ""));
            works(new PageCommand(command.page(), command.block(), localStack.group(2)));
        } else if (text.startsWith("echo ")) {
            assertThat(run(command.block().lines())).contains("\"status\"", "\"initialize\"");
        } else {
            assertIsRunElsewhere(text);
        }
    }

    private void daemonWorks(String arguments, PageCommand command) throws IOException {
        Matcher subcommand = SUBCOMMAND.matcher(arguments);
        assertThat(subcommand.matches()).isTrue();
        String name = subcommand.group(1) == null ? "" : subcommand.group(1);
        String options = arguments.substring(name.length()).split(" -- ", 2)[0];
        assertOptionsExist(options, help("daemon/target/daemon.jar", name));
        Matcher properties = Pattern.compile("--properties (\\S+)").matcher(options);
        if (name.equals("check-processor") && arguments.contains(PYTHON_SAMPLE)) {
            run(List.of(command.text()));
        } else if (name.equals("check-processor")) {
            assertIsRunElsewhere(arguments.split(" -- ", 2)[1]);
        } else if (properties.find()) {
            configurationIsValid(properties.group(1));
        }
    }

    /** A file of the repository, or {@code app.properties}, whose lines are in the README. */
    private void configurationIsValid(String file) throws IOException {
        if (!VALID_CONFIGURATIONS.add(file)) {
            return; // Several pages name it.
        }
        Path configuration = Repository.path(".").resolve(file);
        if (file.equals("app.properties")) {
            configuration = directory.resolve(file);
            Path page = Repository.path("README.md");
            Page readme = Page.parse(page, Files.readString(page));
            List<String> lines = readme.blocks().stream()
                    .filter(block -> block.lines().get(0).startsWith("executableName = "))
                    .findFirst()
                    .orElseThrow()
                    .lines();
            assertThat(lines).contains("executableName = " + PYTHON_SAMPLE);
            Files.write(configuration, lines);
        }
        // Samples that must be compiled are not there yet: any other program will do.
        String program =
                Files.readString(configuration).contains("processorAddress") ? "" : " --set executableName=cat";
        run(List.of("java -jar daemon/target/daemon.jar check-config" + program
                + " --set regionName=us-east-1 --properties " + configuration));
    }

    private static void assertIsRunElsewhere(String text) throws IOException {
        Matcher sample = SAMPLE.matcher(text);
        if (text.equals("COMMAND ...") || text.equals("your command") || text.equals("python3 my_processor.py")) {
            return;
        }
        if (text.startsWith("docker ")) {
            return; // No Docker engine is needed here: tests/config checks the files.
        }
        if (text.startsWith("java -jar tests/benchmarks/target/benchmarks.jar ")) {
            assertThat(Repository.path("tests/benchmarks/results")).isDirectoryContaining("glob:**/adapter.json");
        } else if (sample.matches()) {
            // SampleProcessorsIT, SampleReadmesIT and SampleProducersIT; the last not in every language.
            assertThat(Repository.path("sample-processors/" + sample.group(1))).isDirectory();
            assertThat(source("samples/Sample.java")).contains('"' + sample.group(1) + '"');
        } else if (text.startsWith("npm ci --prefix ") || text.startsWith("sh ")) {
            assertThat(Files.readString(Repository.path(".ci/run"))).contains(text.replace(" --stay", ""));
        } else if (!text.equals(".ci/run")) {
            fail("nothing runs this command: let this test run it, or say what does");
        }
    }

    private static String source(String file) throws IOException {
        return Files.readString(Repository.path("tests/integration/src/test/java/io/shardline/integration")
                .resolve(file));
    }

    private static void assertOptionsExist(String options, String help) {
        for (String word : options.split(" +", -1)) {
            if (word.startsWith("-")) {
                assertThat(help).contains(word.replaceFirst("=.*", ""));
            }
        }
    }

    private String help(String jar, String subcommand) {
        return HELP.computeIfAbsent(jar + subcommand, name -> {
            try {
                return run(List.of(("java -jar " + jar + " " + subcommand + " --help").replace("  ", " ")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Runs lines as a shell does, in the root of the repository. {@return what they print} */
    private String run(List<String> lines) throws IOException {
        Path output = directory.resolve("output");
        new Command(new ArrayList<>(List.of("sh", "-ec", String.join("\n", lines)))).run(output, TIMEOUT);
        return Files.readString(output);
    }
}
