package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.shardline.config.operations.ListenAddress;
import io.shardline.config.source.Strictness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationsLoaderTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private List<String> overrides = List.of();

    @BeforeEach
    void setUp() throws IOException {
        Files.createDirectories(folder.resolve("several"));
    }

    @Test
    void filesAndFoldersAreMixedInTheOrderOfTheirNames() throws Exception {
        file("several/b.properties", "b");
        file("several/a.properties", "a");
        Files.writeString(folder.resolve("several/.hidden.properties"), "nonsense");
        Files.writeString(folder.resolve("several/readme.txt"), "nonsense");
        Files.createDirectory(folder.resolve("several/folder.properties"));
        file("own.properties", "z");

        List<LoadedConfig> loaded = load("own.properties", "several");

        assertThat(loaded).extracting(LoadedConfig::name).containsExactly("own", "a", "b");
        assertThat(loaded)
                .extracting(one -> one.config().stream().name())
                .containsExactly("z-stream", "a-stream", "b-stream");
    }

    @Test
    void oneFileIsLoadedAsAlways() throws Exception {
        file("a.properties", "a");
        environment.put("SHARDLINE_STREAM_NAME", "other");
        overrides = List.of("workerId=w1");

        LoadedConfig loaded = load("a.properties").get(0);

        assertThat(loaded.config().stream().name()).isEqualTo("other");
        assertThat(loaded.config().application().workerId()).isEqualTo("w1");
        assertThat(loaded.config().balancing().metricsDisabled()).isFalse();
    }

    @Test
    void theLoadOfTheMachineIsIgnoredWithSeveralApplicationsUnlessAFileAsksForIt() throws Exception {
        file("a.properties", "a");
        file("b.properties", "b", "disableWorkerMetrics = false");

        List<LoadedConfig> loaded = load("a.properties", "b.properties");

        assertThat(loaded)
                .extracting(one -> one.config().balancing().metricsDisabled())
                .containsExactly(true, false);
        assertThat(loaded.get(0).effective())
                .extracting(EffectiveEntry::toString)
                .contains("disableWorkerMetrics = true  (default)");
    }

    @Test
    void aValueForTheDaemonAppliesToAllApplications() throws Exception {
        file("a.properties", "a");
        file("b.properties", "b", "httpListen = 9180");
        file("c.properties", "c", "httpListen = 9180");

        assertThat(load("a.properties", "b.properties", "c.properties"))
                .extracting(one -> one.config().operations().httpListen())
                .containsOnly(Optional.of(new ListenAddress("127.0.0.1", 9180)));
    }

    @Test
    void twoValuesForTheDaemonAreAProblemThatNamesBothLines() throws Exception {
        file("a.properties", "a", "httpListen = 9180");
        file("b.properties", "b", "", "httpListen = 9181");

        assertThat(problems("a.properties", "b.properties"))
                .containsExactly("b.properties:5: httpListen: applies to the whole daemon and has another value at"
                        + " a.properties:4; remove one of them");
    }

    @Test
    void overridesApplyToAllOrToOne() throws Exception {
        file("a.properties", "a");
        file("b.properties", "b");
        overrides = List.of("maxRecords=7", "b:maxRecords=8", "b:streamName=c", "logLevel=WARN");

        List<LoadedConfig> loaded = load("a.properties", "b.properties");

        assertThat(loaded).extracting(one -> one.config().stream().name()).containsExactly("a-stream", "c");
        assertThat(loaded)
                .extracting(one -> one.effective().stream()
                        .filter(entry -> entry.key().equals("maxRecords"))
                        .findFirst()
                        .orElseThrow()
                        .value())
                .containsExactly("7", "8");
    }

    @Test
    void whatTellsApplicationsApartCannotBeSetForAll() throws Exception {
        file("a.properties", "a");
        file("b.properties", "b");
        overrides = List.of("tableName=t12");
        environment.put("SHARDLINE_STREAM_NAME", "s");
        environment.put("SHARDLINE_WORKER_ID", "w");

        assertThat(problems("a.properties", "b.properties"))
                .containsExactly(
                        "--set: tableName: would be the same for all 2 applications: set it in each file, or write --set"
                                + " NAME:tableName=..., where NAME is the name of a file (a, b)",
                        "environment SHARDLINE_STREAM_NAME: streamName: would be the same for all 2 applications: set it"
                                + " in each file, or write --set NAME:streamName=..., where NAME is the name of a file (a,"
                                + " b)",
                        "environment SHARDLINE_WORKER_ID: workerId: would be the same for all 2 applications: set it in"
                                + " each file, or write --set NAME:workerId=..., where NAME is the name of a file (a, b)");
    }

    @Test
    void anOverrideForAnUnknownFileOrOfADaemonsKeyForOneIsAProblem() throws Exception {
        file("orders.properties", "a");
        file("clicks.properties", "b");
        overrides = List.of("ordres:maxRecords=1", "x:maxRecords=1", "clicks:httpListen=1");

        assertThat(problems("orders.properties", "clicks.properties"))
                .containsExactly(
                        "--set: no file is called ordres; did you mean orders?",
                        "--set: no file is called x: there are orders, clicks",
                        "--set: httpListen: applies to the whole daemon: write --set httpListen=... without a name");
    }

    @Test
    void twoApplicationsNeedTwoTables() throws Exception {
        file("a.properties", "a");
        file("b.properties", "b", "tableName = a-app");
        file("c.properties", "c", "workerMetricsTableName = b-app-CoordinatorState");
        file("d.properties", "a");

        assertThat(problems("a.properties", "b.properties", "c.properties", "d.properties"))
                .containsExactly(
                        "b.properties:4: tableName: 'a-app' is already the tableName of the application at a.properties:3:"
                                + " each application needs its own",
                        "c.properties:4: workerMetricsTableName: 'b-app-CoordinatorState' is already the"
                                + " coordinatorStateTableName of the application at b.properties:3: each application needs"
                                + " its own",
                        "d.properties:3: applicationName: 'a-app' is already the applicationName of the application at"
                                + " a.properties:3: each application needs its own");
    }

    @Test
    void allProblemsOfAllFilesAreReported() throws Exception {
        file("a.properties", "a");
        file("b.properties", "b", "maxRecord = 1");
        file("c.properties", "c", "failoverTimeMillis = soon");

        assertThat(problems("a.properties", "b.properties", "missing.properties", "c.properties"))
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("b.properties:4: maxRecord: unknown key"))
                .anyMatch(problem -> problem.startsWith("missing.properties: does not exist"))
                .anyMatch(problem -> problem.startsWith("c.properties:4: failoverTimeMillis: 'soon'"));
    }

    @Test
    void aFolderWithoutFilesAndAFileThatIsNamedTwiceAreProblems() throws Exception {
        file("a.properties", "a");

        assertThat(problems("several")).containsExactly("several: contains no *.properties file");
        assertThat(problems("a.properties", "a.properties")).contains("a.properties: is named twice");
    }

    private void file(String name, String application, String... lines) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "executableName = /bin/sh\nstreamName = " + application + "-stream\napplicationName = " + application
                        + "-app\n" + String.join("\n", lines) + "\n");
    }

    private List<LoadedConfig> load(String... names) throws InvalidConfigurationException {
        List<String> files = Arrays.stream(names)
                .map(name -> folder.resolve(name).toString())
                .toList();
        return ApplicationsLoader.load(new ApplicationsRequest(
                files, overrides, environment, Strictness.STRICT, InputStream.nullInputStream()));
    }

    private List<String> problems(String... names) {
        List<String> problems = new ArrayList<>();
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> load(names))
                .satisfies(e -> e.problems()
                        .forEach(problem -> problems.add(problem.toString().replace(folder + "/", ""))));
        return problems;
    }
}
