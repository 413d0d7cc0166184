package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.lease.LeaseSettings;
import io.shardline.config.stream.InitialPosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files of real deployments of MultiLangDaemon contain. */
class DropInTest {

    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    static Stream<String> kclSettings() {
        try (InputStream file = DropInTest.class.getResourceAsStream("kcl-settings.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("kclSettings")
    void everySettingOfTheKclIsKnown(String name) {
        assertThat(Keys.TABLE.find(name)).isPresent();
    }

    @Test
    void settingsOfTheKclWithoutEffectAreNotedWithTheReason() throws InvalidConfigurationException {
        LoadedConfig loaded =
                config.loadWith("completedLeaseCleanupThresholdMillis = 5", "kinesisCredentialsProvider = Any|secret");

        assertThat(config.plain(loaded.notes()))
                .containsExactly(
                        "app.properties:4: completedLeaseCleanupIntervalMillis: has no effect: KCL 3 has a fixed interval",
                        "app.properties:5: kinesisCredentialsProvider: has no effect: MultiLangDaemon does not read it"
                                + " either; use AwsCredentialsProvider");
        assertThat(loaded.effective().toString()).doesNotContain("secret");
    }

    @Test
    void aProxyNeedsBothItsKeys() throws InvalidConfigurationException {
        assertThat(config.problemsWith("http.proxyHost = proxy"))
                .containsExactly("app.properties:4: http.proxyHost: needs a port: set http.proxyPort");
        assertThat(config.plain(config.loadWith("http.proxyPort = 8080").warnings()))
                .containsExactly("app.properties:4: http.proxyPort: has no effect without http.proxyHost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MetricsLevel = none", "DynamoDBEndpoint = http://localhost:4569", "MaxRecords = 7"})
    void theFirstLetterOfAKeyMayBeACapital(String line) throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith(line);
        String written = line.split(" ", 2)[0];
        String name = Character.toLowerCase(written.charAt(0)) + written.substring(1);

        assertThat(config.plain(loaded.notes()))
                .containsExactly("app.properties:4: " + written + ": is read as " + name + ", as with KCL 1.x");
        assertThat(loaded.effective()).extracting(EffectiveEntry::key).contains(name);
    }

    @Test
    void lenienceNeverIgnoresAKeyThatDiffersInCaseAlone() throws InvalidConfigurationException {
        assertThat(config.problemsWith("dynamodbendpoint = http://localhost:4569"))
                .containsExactly("app.properties:4: dynamodbendpoint: unknown key: keys are case-sensitive;"
                        + " did you mean dynamoDBEndpoint?");

        LoadedConfig loaded = config.lenient().loadWith("dynamodbendpoint = http://localhost:4569");

        assertThat(loaded.config().aws().dynamoDb().endpoint()).contains(URI.create("http://localhost:4569"));
        assertThat(config.plain(loaded.warnings()))
                .containsExactly("app.properties:4: dynamodbendpoint: is read as dynamoDBEndpoint: keys are"
                        + " case-sensitive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disableCertChecking = true", "executorType = x", "kinesis.foo.bar = 1"})
    void aWrappersOwnKeyIsAnErrorButNotForTheOriginalsLaunchers(String line) throws InvalidConfigurationException {
        assertThat(config.problemsWith(line)).singleElement().asString().contains("unknown key");

        assertThat(config.dropIn().loadWith(line).warnings())
                .singleElement()
                .asString()
                .contains("it is ignored");
    }

    @Test
    void aNearMissStaysAnErrorForTheOriginalsLaunchers() {
        assertThat(config.dropIn().problemsWith("maxRecord = 5", "metricslevel = none", "consumerName = me"))
                .hasSize(3)
                .allMatch(problem -> problem.contains("did you mean"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "yes, true", "1, true", "false, false", "'', false"})
    void theEnvironmentMayAskForLenience(String value, boolean lenient) {
        config.variable("SHARDLINE_LENIENT", value);

        assertThat(config.problemsWith("maxRecord = 5").isEmpty()).isEqualTo(lenient);
    }

    @Test
    void lenienceIsNotGuessed() {
        assertThat(config.variable("SHARDLINE_LENIENT", "maybe").problemsWith())
                .containsExactly("environment SHARDLINE_LENIENT: 'maybe' is not true or false");
    }

    @Test
    void aKeyTwiceWithTheSameValueIsANote() throws InvalidConfigurationException {
        LoadedConfig loaded =
                config.loadWith("maxRecords = 5", "maxRecords=5 ", "workerId = a", "workerIdentifier = a");

        assertThat(config.plain(loaded.notes()))
                .containsExactly(
                        "app.properties:5: maxRecords: is already set at app.properties:4 to the same value",
                        "app.properties:7: workerIdentifier: is already set at app.properties:6 as workerId to the same"
                                + " value");
    }

    @Test
    void aKeyTwiceWithDifferentValuesIsAnErrorOrWithLenienceTheLastOne() throws InvalidConfigurationException {
        assertThat(config.problemsWith("maxRecords = 5", "maxRecords = 6"))
                .containsExactly("app.properties:5: maxRecords: is already set at app.properties:4 to another value;"
                        + " remove one of them");

        LoadedConfig loaded = config.lenient().loadWith("maxRecords = 5", "maxRecords = 6");

        assertThat(loaded.effective())
                .extracting(EffectiveEntry::toString)
                .anyMatch(line -> line.startsWith("maxRecords = 6"));
        assertThat(config.plain(loaded.warnings()))
                .containsExactly(
                        "app.properties:5: maxRecords: is already set at app.properties:4; this value is used");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app {\"a\":1} --name='x' | app,{\"a\":1},--name='x'",
                "app --s=it's                | app,--s=it's",
                "app 'a b' \"c d\" e       | app,a b,c d,e",
                "app '' x                    | app,,x",
                "app \"{\"a\": 1}\"      | app,{\"a\": 1}",
                "app a'b c'd                 | app,a'b,c'd",
                "app 'open word              | app,'open,word"
            })
    void quotesGroupOnlyAtTheStartOfAWord(String command, String words) throws InvalidConfigurationException {
        assertThat(config.override("executableName=" + command)
                        .loadWith()
                        .config()
                        .processor()
                        .command())
                .isEqualTo(List.of(words.split(",", -1)));
    }

    @Test
    void aQuoteThatIsNotClosedIsAWarning() throws InvalidConfigurationException {
        assertThat(config.override("executableName=app 'open word").loadWith().warnings())
                .singleElement()
                .asString()
                .endsWith("contains the word ''open': its quote is not closed, so it groups nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "kinesis.us-east-1.amazonaws.com, https://kinesis.us-east-1.amazonaws.com",
        "kinesis.cn-north-1.amazonaws.com.cn, https://kinesis.cn-north-1.amazonaws.com.cn",
        "https://kinesis.eu-west-1.amazonaws.com, https://kinesis.eu-west-1.amazonaws.com"
    })
    void anEndpointOfAwsNeedsNoScheme(String written, String uri) throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith("kinesisEndpoint = " + written);

        assertThat(loaded.config().aws().kinesis().endpoint()).contains(URI.create(uri));
        assertThat(config.plain(loaded.notes()))
                .isEqualTo(
                        written.equals(uri)
                                ? List.of()
                                : List.of("app.properties:4: kinesisEndpoint: is read as " + uri));
    }

    @Test
    void otherHostsNeedAScheme() {
        assertThat(config.problemsWith("kinesisEndpoint = localhost:4567"))
                .singleElement()
                .asString()
                .contains("is not an endpoint: write http://host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "localstack", "us-east-1a", "x1"})
    void anyLabelIsARegionWhenTheEndpointsAreGiven(String region) throws InvalidConfigurationException {
        String line = "regionName = " + region;

        assertThat(config.problemsWith(line)).isNotEmpty();
        assertThat(config.problemsWith(line, "kinesisEndpoint = http://localhost:4567"))
                .isNotEmpty();
        assertThat(config.problemsWith(line, "endpoint = http://localhost:4567"))
                .isEmpty();
        assertThat(config.variable("AWS_ENDPOINT_URL", "http://localhost:4567")
                        .loadWith(line)
                        .config()
                        .aws()
                        .kinesis()
                        .region())
                .contains(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"us-east-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1", "ap-southeast-5"})
    void regionsOfAwsNeedNothing(String region) {
        assertThat(config.problemsWith("regionName = " + region)).isEmpty();
    }

    @Test
    void anAvailabilityZoneIsNoRegion() {
        assertThat(config.problemsWith("regionName = us-east-1b"))
                .containsExactly("app.properties:4: regionName: 'us-east-1b' is an availability zone: write the region,"
                        + " us-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestampAtInitialPositionInStream", "initialPositionInStreamExtended"})
    void atTimestampMayBeNamedNextToItsTime(String key) throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith("initialPositionInStream = AT_TIMESTAMP", key + " = 1636609142");

        assertThat(loaded.config().stream().initialPosition())
                .isEqualTo(new InitialPosition.AtTimestamp(Instant.ofEpochSecond(1_636_609_142)));
        assertThat(loaded.notes()).isEmpty();
    }

    @Test
    void zeroCountsAsNotSetWhereItIsNoLegalValue() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith(
                "maxLeasesForWorker = 0",
                "failoverTimeMillis = 0",
                "initialLeaseTableReadCapacity = 0",
                "maxRecords = 0",
                "metricsMaxQueueSize = 00");
        LeaseSettings leases = loaded.config().leases();

        assertThat(leases.maxLeasesForWorker()).isEqualTo(Integer.MAX_VALUE);
        assertThat(leases.failoverTime()).hasSeconds(10);
        assertThat(leases.table().readCapacity()).isEqualTo(10);
        assertThat(loaded.config().metrics().maxQueueSize()).isEqualTo(10_000);
        assertThat(loaded.notes()).hasSize(5).allMatch(note -> note.message().contains("counts as not set"));
    }

    @Test
    void zeroIsAnErrorForKeysThatMultiLangDaemonDoesNotHave() {
        assertThat(config.problemsWith("batchSize = 0"))
                .containsExactly("app.properties:4: batchSize: '0' is out of range: whole number, 1 to 10000");
    }

    @Test
    void keysThatMultiLangDaemonDoesNotHaveAreNamed() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith(
                "logLevel = WARN",
                "profile = me",
                "endpoint = http://localhost:1",
                "namespace = n",
                "tags = a=b",
                "batchSize = 5",
                "httpListen = 1",
                "maxRecords = 5",
                "shutdownGraceMillis = 5",
                "cloudWatchClient.endpointOverride = http://localhost:1");

        assertThat(loaded.extensionKeys())
                .containsExactlyInAnyOrder(
                        "logLevel", "profile", "endpoint", "namespace", "tags", "batchSize", "httpListen");
    }

    @Test
    void singleBackslashesAreAWarning() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith("workerId = C:\\Users", "processorEnvironmentExclude = A");

        assertThat(loaded.config().application().workerId()).isEqualTo("C:Users");
        assertThat(config.plain(loaded.warnings()))
                .containsExactly("app.properties:4: workerId: contains a single backslash, which is removed or makes a"
                        + " control character: write \\\\ for each backslash");
        assertThat(config.loadWith("workerId = C:\\\\Users\\\\me \\u00e4 \\:\\=")
                        .warnings())
                .isEmpty();
    }

    @Test
    void controlCharactersAreShownAsEscapes() {
        assertThat(config.problemsWith("workerId = a\\nb\\u0007"))
                .anyMatch(problem -> problem.endsWith("'a\\nb\\u0007' contains a control character"));
    }

    @Test
    void aKeyWithABrokenEscapeIsNotMissing() {
        assertThat(config.problems("""
                executableName = C:\\users\\app
                streamName = words
                applicationName = word-count
                """))
                .containsExactly(
                        "app.properties:1: broken escape: \\u needs four hexadecimal digits; write \\\\ for each"
                                + " backslash");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "regionName = \"us-east-1\"    | regionName: '\"us-east-1\"' is not a valid AWS region: write it as in"
                        + " us-east-1; remove the quotes",
                "maxRecords = 100 # at most   | maxRecords: '100 # at most' is not a whole number; a comment needs a line"
                        + " of its own",
                "maxRecords = $MAX            | maxRecords: '$MAX' is not a whole number; write ${MAX} for the environment"
                        + " variable",
                "consumerName = me            | consumerName: unknown key; did you mean fanoutConfig.consumerName?",
                "tableName = 'leases'         | tableName: ''leases'' is not a valid table name: 3 to 255 letters, digits,"
                        + " _ . -; remove the quotes",
                "streamArn = words            | streamArn: 'words' is not a stream ARN: write"
                        + " arn:aws:kinesis:REGION:ACCOUNT:stream/NAME",
                "streamArn = arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2020 | streamArn:"
                        + " 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2020' is an ARN of DynamoDB: Shardline"
                        + " reads Kinesis data streams, not DynamoDB Streams",
                "metricsLevel = NONE # quiet  | metricsLevel: 'NONE # quiet' is not one of NONE, SUMMARY, DETAILED; a"
                        + " comment needs a line of its own"
            })
    void oneMistakeIsOneErrorThatSaysWhatToDo(String line, String problem) {
        assertThat(config.problemsWith(line)).containsExactly("app.properties:4: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "arn:aws:kinesis:us-east-1:123456789012:stream/words | is an ARN: set streamArn to it",
                "arn:aws:dynamodb:us-east-1:123456789012:table/t      | is an ARN of DynamoDB"
            })
    void anArnIsNoStreamName(String name, String problem) {
        assertThat(config.problems("executableName = app\nstreamName = " + name + "\napplicationName = word-count\n"))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"my-app\"      | ; remove the quotes",
                "my-app # mine  | ; a comment needs a line of its own",
                "$APP           | ; write ${APP} for the environment variable",
                "my app         | : choose another application name or set tableName"
            })
    void aBadApplicationNameIsOneErrorThoughManyNamesAreMadeOfIt(String name, String advice) {
        assertThat(config.problems("executableName = app\nstreamName = words\napplicationName = " + name + "\n"))
                .containsExactly("app.properties:3: applicationName: '" + name + "' does not make a name for a DynamoDB"
                        + " table (3 to 255 letters, digits, _ . -)" + advice);
    }

    @Test
    void aVariableAsInAShellIsAWarningWhereItIsALegalValue() throws InvalidConfigurationException {
        assertThat(config.plain(config.loadWith("workerId = $HOSTNAME").warnings()))
                .containsExactly(
                        "app.properties:4: workerId: is used literally, without substitution; write ${HOSTNAME}"
                                + " for the environment variable");
        assertThat(config.plain(
                        config.override("executableName=app $HOME").loadWith().warnings()))
                .containsExactly(
                        "--set: executableName: passes $HOME literally, as no shell is involved; write ${HOME} for"
                                + " the environment variable");
    }

    @Test
    void theRegionOfTheEnvironmentIsAmongTheEffectiveValues() throws InvalidConfigurationException {
        LoadedConfig loaded = config.variable("AWS_REGION", "eu-west-3").loadWith();

        assertThat(loaded.effective())
                .extracting(EffectiveEntry::toString)
                .contains("regionName = eu-west-3  (environment AWS_REGION)");
        assertThat(loaded.config().aws().kinesis().region())
                .as("the AWS SDK's chain decides, in which the JVM's property is stronger")
                .isEmpty();
    }

    @Test
    void credentialsAreShownByTheirNames() throws InvalidConfigurationException {
        LoadedConfig loaded = config.loadWith(
                "AwsCredentialsProvider = StaticCredentialsProvider|AKID|topSecret, DefaultCredentialsProvider",
                "roleExternalId = topSecret",
                "roleArn = arn:aws:iam::123456789012:role/reader");

        assertThat(loaded.effective().toString())
                .contains(
                        "AwsCredentialsProvider = StaticCredentialsProvider (2 arguments), DefaultCredentialsProvider")
                .contains("roleExternalId = ********")
                .doesNotContain("topSecret", "AKID");
    }

    @Test
    void warningsThatMayExplainAProblemAreShownWithIt() {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                        InvalidConfigurationException.class,
                        () -> config.load("executableName = C:\\app\\x\nstreamName = w\napplicationName = abc\n")))
                .hasMessageContaining("1 problem:")
                .hasMessageContaining("\nWarnings:\n")
                .hasMessageContaining("write \\\\ for each backslash");
    }
}
