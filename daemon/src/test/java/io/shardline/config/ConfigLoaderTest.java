package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.aws.AwsSettings;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.config.retrieval.RetrievalSettings;
import io.shardline.config.source.Origin;
import io.shardline.config.stream.InitialPosition;
import io.shardline.config.stream.StreamSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    @Test
    void aWorkerIdThatNobodyChoseIsKeptWhereThePlatformKeepsState() throws InvalidConfigurationException {
        assertThat(config.loadWith().config().application().workerIdDirectory()).isEmpty();
        config.variable("HOME", "/home/me");
        assertThat(config.loadWith().config().application().workerIdDirectory())
                .contains(Path.of("/home/me/.local/state/shardline"));
        config.variable("XDG_STATE_HOME", "/home/me/state");
        assertThat(config.loadWith().config().application().workerIdDirectory())
                .contains(Path.of("/home/me/state/shardline"));
        config.variable("STATE_DIRECTORY", "/var/lib/words:/var/lib/more");
        assertThat(config.loadWith().config().application().workerIdDirectory()).contains(Path.of("/var/lib/words"));
        assertThat(config.loadWith("workerId = me").config().application().workerIdDirectory())
                .isEmpty();
    }

    @Test
    void threeKeysAreEnough() throws InvalidConfigurationException {
        DaemonConfig loaded = config.loadWith().config();

        assertThat(loaded.application().name()).isEqualTo("word-count");
        assertThat(loaded.application().tableName()).isEqualTo("word-count");
        assertThat(loaded.application().workerId()).hasSize(36);
        assertThat(loaded.stream())
                .isEqualTo(new StreamSettings("words", Optional.empty(), new InitialPosition.Latest()));
        assertThat(loaded.processor().command()).containsExactly("app", "--fast");
        assertThat(loaded.processor().timeouts().processRecords()).isEmpty();
        assertThat(loaded.processor().timeouts().initialize()).isEqualTo(Duration.ofMinutes(2));
        assertThat(loaded.processor().maxLineBytes()).isEqualTo(10 * 1024 * 1024);
        assertThat(loaded.processor().onFailure()).isEqualTo(ProcessorSettings.OnFailure.RESTART);
        assertThat(loaded.retrieval()).isInstanceOfSatisfying(RetrievalSettings.FanOut.class, fanOut -> {
            assertThat(fanOut.chosenByDefault()).isTrue();
            assertThat(fanOut.consumerName()).isEqualTo("word-count");
        });
        assertThat(loaded.operations().shutdownGrace()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void timeoutInSecondsBoundsEveryReplyWithoutAKeyOfItsOwn() throws InvalidConfigurationException {
        ProcessorSettings processor = config.loadWith("timeoutInSeconds = 7", "leaseLostTimeoutInSeconds = 3")
                .config()
                .processor();

        assertThat(processor.timeouts().processRecords()).contains(Duration.ofSeconds(7));
        assertThat(processor.timeouts().initialize()).isEqualTo(Duration.ofSeconds(7));
        assertThat(processor.timeouts().shardEnded()).isEqualTo(Duration.ofSeconds(7));
        assertThat(processor.timeouts().shutdownRequested()).isEqualTo(Duration.ofSeconds(7));
        assertThat(processor.timeouts().leaseLost()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theCommandLineIsStrongerThanTheEnvironmentAndThatThanTheFile() throws InvalidConfigurationException {
        config.variable("SHARDLINE_FAILOVER_TIME_MILLIS", "2000")
                .variable("SHARDLINE_MAX_RECORDS", "20")
                .override("failoverTimeMillis=3000");

        LoadedConfig loaded = config.loadWith("failoverTimeMillis = 1000", "maxRecords = 10", "metricsLevel = none");

        assertThat(loaded.config().leases().failoverTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(loaded.config().retrieval())
                .isInstanceOfSatisfying(
                        RetrievalSettings.Polling.class,
                        polling -> assertThat(polling.maxRecords()).isEqualTo(20));
        assertThat(loaded.effective())
                .contains(
                        new EffectiveEntry("failoverTimeMillis", "3000", new Origin.CommandLine()),
                        new EffectiveEntry("maxRecords", "20", new Origin.Environment("SHARDLINE_MAX_RECORDS")),
                        new EffectiveEntry(
                                "metricsLevel",
                                "none",
                                new Origin.FileLine(
                                        folder.resolve("app.properties").toString(), 6)),
                        new EffectiveEntry("shardSyncIntervalMillis", "60000", new Origin.Default()));
    }

    @Test
    void noFileIsNeeded() throws InvalidConfigurationException {
        config.variable("SHARDLINE_STREAM_NAME", "words")
                .variable("SHARDLINE_EXECUTABLE_NAME", "app")
                .override("applicationName=count");

        assertThat(config.loadWithoutFile().config().application().name()).isEqualTo("count");
    }

    @Test
    void aDashIsStandardInputAndAnyOtherNameMayLieOnTheClassPath() throws InvalidConfigurationException {
        var stdin = new ByteArrayInputStream(ConfigFixture.MINIMAL.getBytes(StandardCharsets.UTF_8));

        assertThat(config.loadFile("-", stdin).config().stream().name()).isEqualTo("words");
        assertThat(config.loadFile("io/shardline/config/on-class-path.properties", stdin).config().stream()
                        .name())
                .isEqualTo("found-on-class-path");
    }

    @Test
    void variablesOfTheEnvironmentStandInValues() throws InvalidConfigurationException {
        config.variable("POD", "pod-7").variable("EMPTY", "");

        assertThat(config.loadWith("workerId = ${POD}.${ZONE:-a}.${EMPTY:-b}.$${POD}")
                        .config()
                        .application()
                        .workerId())
                .isEqualTo("pod-7.a.b.${POD}");
        assertThat(config.problemsWith("workerId = ${NOBODY}"))
                .containsExactly("app.properties:4: workerId: the environment variable NOBODY is not set;"
                        + " set it or write ${NOBODY:-default}");
        assertThat(config.problemsWith("workerId = ${POD")).hasSize(1);
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirLines() {
        assertThat(config.problems("""
                        executableName = nowhere/app
                        streemName = words
                        failoverTimeMillis = 10s
                        maxRecords = 20000
                        retrievalmode = POLLING
                        metricsLevel = LOUD
                        failoverTimeMillis = 1000
                        """))
                .containsExactly(
                        "app.properties:1: executableName: 'nowhere/app' does not exist in "
                                + Path.of("").toAbsolutePath() + "; write the path of the processor's program",
                        "app.properties:2: streemName: unknown key; did you mean streamName?",
                        "app.properties:3: failoverTimeMillis: '10s' is not a whole number of milliseconds",
                        "app.properties:4: maxRecords: '20000' is out of range: whole number, 1 to 10000",
                        "app.properties:5: retrievalmode: unknown key: keys are case-sensitive; did you mean retrievalMode?",
                        "app.properties:6: metricsLevel: 'LOUD' is not one of NONE, SUMMARY, DETAILED",
                        "app.properties:7: failoverTimeMillis: is already set at app.properties:3 to another value; remove one of them",
                        "app.properties: applicationName: is missing."
                                + " The name of the application. All daemons with this name share the shards of the stream.",
                        "app.properties: streamName: is missing: set streamName or streamArn to the stream to read");
    }

    @Test
    void anAliasIsTheSameKey() throws InvalidConfigurationException {
        assertThat(config.loadWith("workerIdentifier = me")
                        .config()
                        .application()
                        .workerId())
                .isEqualTo("me");
        assertThat(config.problemsWith("workerId = me", "workerIdentifier = you"))
                .containsExactly(
                        "app.properties:5: workerIdentifier: is already set at app.properties:4 as workerId to another value; remove one of them");
    }

    @Test
    void lenientMakesAnUnknownKeyAWarning() throws InvalidConfigurationException {
        LoadedConfig loaded = config.lenient().loadWith("mystery = 1");

        assertThat(config.plain(loaded.warnings()))
                .containsExactly("app.properties:4: mystery: unknown key; it is ignored");
    }

    @Test
    void anUnknownVariableIsOnlyAWarning() throws InvalidConfigurationException {
        LoadedConfig loaded = config.variable("SHARDLINE_STREM_NAME", "x").loadWith();

        assertThat(config.plain(loaded.warnings()))
                .containsExactly("environment SHARDLINE_STREM_NAME: does not set a known key;"
                        + " did you mean SHARDLINE_STREAM_NAME?");
    }

    @Test
    void aFileThatIsNoPropertiesFileIsOneProblem() {
        assertThat(config.problems(ConfigFixture.MINIMAL.getBytes(StandardCharsets.UTF_16LE)))
                .anyMatch(problem -> problem.contains("UTF-16"));
        assertThat(config.problems(new byte[10_000_000])).anyMatch(problem -> problem.contains("larger than 1 MiB"));
    }

    @Test
    @Timeout(10)
    void aMegabyteOfGarbageIsAHundredProblemsAndACount() {
        StringBuilder garbage = new StringBuilder();
        Random random = new Random(7);
        while (garbage.length() < 1_000_000) {
            garbage.append(Long.toString(random.nextLong() >>> 1, 36)).append(random.nextBoolean() ? " = x\n" : "\n");
        }

        List<String> problems = config.problems(garbage.toString());

        assertThat(problems).hasSize(101);
        assertThat(problems.get(100)).matches("configuration: has \\d{5} more problems");
    }

    @Test
    void anEndpointHoldsNoSecretAndARealPort() {
        assertThat(config.problemsWith("endpoint = http://me:pw@localhost", "kinesisEndpoint = http://localhost:70000"))
                .containsExactly(
                        "app.properties:4: endpoint: must not contain a user name, or a port above 65535",
                        "app.properties:5: kinesisEndpoint: must not contain a user name, or a port above 65535");
    }

    @Test
    void latin1IsReadAsMultiLangDaemonReadsItAndSaidSo() throws InvalidConfigurationException {
        String text = ConfigFixture.MINIMAL + "workerId = caf\u00e9\n";

        LoadedConfig utf8 = config.load(text.getBytes(StandardCharsets.UTF_8));
        LoadedConfig latin1 = config.load(text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(utf8.config().application().workerId()).isEqualTo("caf\u00e9");
        assertThat(utf8.warnings()).isEmpty();
        assertThat(latin1.config().application().workerId()).isEqualTo("caf\u00e9");
        assertThat(config.plain(latin1.warnings()))
                .containsExactly("app.properties:4: is not UTF-8, so the file is read as ISO-8859-1; save it as UTF-8");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(problemsOf("nothing.properties"))
                .anyMatch(p -> p.equals("nothing.properties: does not exist, on disk or on the class path"));
    }

    @Test
    void aStreamArnBringsItsRegionForKinesis() throws InvalidConfigurationException {
        AwsSettings aws = config.load("""
                        executableName = app
                        applicationName = count
                        streamArn = arn:aws:kinesis:eu-west-1:123456789012:stream/words
                        regionName = us-east-1
                        """).config().aws();

        assertThat(aws.kinesis().region()).contains("eu-west-1");
        assertThat(aws.dynamoDb().region()).contains("us-east-1");
    }

    @Test
    void wordsOfTheCommandMayBeQuoted() throws InvalidConfigurationException {
        assertThat(config.load("""
                                executableName = app   "two words"\t--x='a b'c ''
                                applicationName = count
                                streamName = words
                                """).config().processor().command())
                .containsExactly("app", "two words", "--x='a", "b'c", "");
    }

    private List<String> problemsOf(String file) {
        try {
            config.loadFile(file, new ByteArrayInputStream(new byte[0]));
            return List.of();
        } catch (InvalidConfigurationException e) {
            return config.plain(e.problems());
        }
    }
}
