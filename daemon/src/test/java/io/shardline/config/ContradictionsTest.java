package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.aws.AwsSettings;
import io.shardline.config.stream.InitialPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no single key shows. */
class ContradictionsTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/words";
    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    @TempDir
    Path folder;

    private ConfigFixture config;

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(folder);
    }

    @Test
    void aStartInTheFutureIsAnError() {
        long tomorrow = Instant.now().getEpochSecond() + 86_400;

        assertThat(config.problemsWith("initialPositionInStreamExtended = " + tomorrow))
                .containsExactly("app.properties:4: initialPositionInStreamExtended: is in the future:"
                        + " write a time in the past in seconds since 1970");
        assertThat(config.problemsWith("initialPositionInStreamExtended = 1636609142000"))
                .singleElement()
                .asString()
                .endsWith("it seems to be milliseconds");
    }

    @Test
    void atTimestampNeedsItsMoment() {
        assertThat(config.problemsWith("initialPositionInStream = AT_TIMESTAMP"))
                .singleElement()
                .asString()
                .contains("initialPositionInStreamExtended");
    }

    @Test
    void aMomentIsStrongerThanAPosition() throws InvalidConfigurationException {
        LoadedConfig loaded =
                config.loadWith("initialPositionInStreamExtended = 0", "initialPositionInStream = TRIM_HORIZON");

        assertThat(loaded.config().stream().initialPosition())
                .isEqualTo(new InitialPosition.AtTimestamp(Instant.EPOCH));
        assertThat(config.plain(loaded.notes()))
                .containsExactly("app.properties:5: initialPositionInStream:"
                        + " has no effect: initialPositionInStreamExtended overrides it");
    }

    @Test
    void theRegionOfTheStreamsArnHoldsForKinesis() throws InvalidConfigurationException {
        assertThat(config.problemsWith("streamArn = " + ARN, "kinesisClient.region = us-east-1"))
                .containsExactly("app.properties:5: kinesisClient.region: is not the region of streamArn, eu-west-1:"
                        + " remove it or correct streamArn");
        LoadedConfig other = config.loadWith("streamArn = " + ARN, "regionName = us-east-1");
        assertThat(other.config().aws().kinesis().region()).contains("eu-west-1");
        assertThat(other.config().aws().dynamoDb().region()).contains("us-east-1");
        assertThat(other.warnings()).hasSize(1);
        assertThat(config.loadWith("streamArn = " + ARN, "regionName = eu-west-1")
                        .warnings())
                .isEmpty();
    }

    @Test
    void aServicesOwnRegionAndEndpointAreStronger() throws InvalidConfigurationException {
        AwsSettings aws = config.loadWith(
                        "regionName = us-east-1",
                        "endpoint = http://localhost:4566",
                        "dynamoDbClient.region = eu-west-1",
                        "cloudWatchEndpoint = http://localhost:4582")
                .config()
                .aws();

        assertThat(aws.kinesis().region()).contains("us-east-1");
        assertThat(aws.dynamoDb().region()).contains("eu-west-1");
        assertThat(aws.kinesis().endpoint()).hasToString("Optional[http://localhost:4566]");
        assertThat(aws.cloudWatch().endpoint()).hasToString("Optional[http://localhost:4582]");
    }

    @Test
    void theLeadersHeartbeatFitsThreeTimesIntoItsLock() throws InvalidConfigurationException {
        assertThat(config.problemsWith("leaderLockHeartbeatMillis = 2001"))
                .containsExactly("app.properties:4: leaderLockHeartbeatMillis: may be at most a third of"
                        + " leaderLockLeaseDurationMillis, 6000");
        assertThat(config.loadWith("leaderLockLeaseDurationMillis = 9000")
                        .config()
                        .leases()
                        .leaderLock()
                        .heartbeat())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "roleExternalId = x; roleExternalId: has no effect without a role: set roleArn",
                "kinesis.roleSessionName = me; kinesis.roleSessionName: has no effect without a role: set kinesis.roleArn",
                "webIdentityTokenFile = pom.xml; webIdentityTokenFile: has no effect without a role: set roleArn",
                "coordinatorStateBillingMode = PROVISIONED; coordinatorStateBillingMode:"
                        + " PROVISIONED needs coordinatorStateReadCapacity and coordinatorStateWriteCapacity of at least 1"
            })
    void someKeysNeedOthers(String line, String problem) {
        assertThat(config.problemsWith(line)).containsExactly("app.properties:4: " + problem);
    }

    @Test
    void aRoleOfOneServiceMayUseTheExternalIdOfAll() throws InvalidConfigurationException {
        AwsSettings aws = config.loadWith("kinesis.roleArn = " + ROLE, "roleExternalId = x")
                .config()
                .aws();

        assertThat(aws.kinesis().credentials().role().orElseThrow().externalId())
                .contains("x");
        assertThat(aws.dynamoDb().credentials().isDefaultChain()).isTrue();
    }

    @Test
    void aProfileAndAListOfProvidersExcludeEachOther() {
        assertThat(config.problemsWith("profile = team", "AwsCredentialsProvider = DefaultCredentialsProvider"))
                .containsExactly("app.properties:4: profile: cannot be used together with AwsCredentialsProvider:"
                        + " remove one of them");
    }

    @Test
    void aTokenFileMustBeThere() {
        assertThat(config.problemsWith("roleArn = " + ROLE, "webIdentityTokenFile = nowhere"))
                .containsExactly("app.properties:5: webIdentityTokenFile: 'nowhere' does not exist or cannot be read");
    }

    @Test
    void aTablesNameIsMadeOfTheApplicationsUnlessGiven() throws InvalidConfigurationException {
        String text = """
                executableName = app
                streamName = words
                applicationName = my app
                retrievalMode = POLLING
                """;

        assertThat(config.problems(text))
                .singleElement()
                .asString()
                .contains("does not make a name for a DynamoDB table");
        assertThat(config.load(text + """
                                tableName = leases
                                coordinatorStateTableName = state
                                workerMetricsTableName = load
                                """).config().balancing().table().name()).isEqualTo("load");
    }

    @Test
    void anythingElseUnderAKnownPrefixIsAnErrorThatListsWhatThereIs() {
        assertThat(config.problemsWith("kinesisClient.httpClient.class = Some", "fanoutConfig.colour = red"))
                .hasSize(2)
                .satisfies(problems -> assertThat(problems.get(0))
                        .contains("prefix are kinesisClient.region, kinesisClient.endpointOverride")
                        .contains("kinesisClient.overrideConfiguration.apiCallTimeout"))
                .satisfies(problems -> assertThat(problems.get(1))
                        .contains("prefix are fanoutConfig.consumerArn, fanoutConfig.consumerName"));
    }

    @Test
    void secretsAreInNoText() throws InvalidConfigurationException {
        LoadedConfig loaded = config.variable("VAULT", "topSecret")
                .loadWith(
                        "AwsCredentialsProvider = StaticCredentialsProvider|topSecret|${VAULT}",
                        "dynamoDb.roleArn = " + ROLE,
                        "dynamoDb.roleExternalId = topSecret");

        assertThat(loaded.toString()).doesNotContain("topSecret");
        assertThat(config.problemsWith("AwsCredentialsProvider = |topSecret")).noneMatch(p -> p.contains("topSecret"));
        assertThat(config.problemsWith("AwsCredentialProvder = StaticCredentialsProvider|topSecret"))
                .noneMatch(p -> p.contains("topSecret"));
        assertThat(config.problemsWith("roleExternalId = top\\u0007Secret")).noneMatch(p -> p.contains("Secret'"));
    }
}
