package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shardline.integration.harness.JarRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Launchers, log configurations and files of real deployments of MultiLangDaemon, through the jar. */
@Tag("launchers")
class DropInIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int INVALID_CONFIGURATION = 3;

    private static final String KCL_1 = "com.amazonaws.services.kinesis.multilang.MultiLangDaemon";
    private static final String KCL_3 = "software.amazon.kinesis.multilang.MultiLangDaemon";

    /** The pattern of the logback.xml in AWS's jar. */
    private static final String AWS_PATTERN = """
            <configuration>
              <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d [%thread] %-5level %logger{36} [%mdc{ShardId:-NONE}] - %msg %n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="CONSOLE"/></root>
            </configuration>
            """;

    @TempDir
    Path folder;

    private JarRun.Launcher launcher;

    @BeforeEach
    void setUp() {
        launcher = new JarRun.Launcher(folder);
    }

    /** No such service: the daemon starts, finds that out and exits with 1. */
    private Path properties(String... lines) throws IOException {
        return Files.writeString(folder.resolve("app.properties"), """
                executableName = sh -c true
                streamName = words
                applicationName = word-count
                regionName = us-east-1
                AwsCredentialsProvider = StaticCredentialsProvider|key|secret
                kinesisEndpoint = http://localhost:1
                dynamoDBEndpoint = http://localhost:1
                retrievalMode = POLLING
                kinesisClient.overrideConfiguration.maxAttempts = 1
                dynamoDbClient.overrideConfiguration.maxAttempts = 1
                """ + String.join("\n", lines) + "\n");
    }

    @ParameterizedTest
    @CsvSource({KCL_1 + ",''", KCL_3 + ",''", KCL_3 + ",-p", KCL_3 + ",--properties-file"})
    void launchersOfBothGenerationsStartTheDaemon(String mainClass, String option) throws IOException {
        String file = properties("executorType = thread", "disableCertChecking = true")
                .toString();

        JarRun run = option.isEmpty()
                ? launcher.main(mainClass, file)
                : launcher.main(
                        mainClass, option, file, folder.resolve("ignored").toString());

        assertThat(run.err()).contains("shardline", "executorType: unknown key; it is ignored");
        assertThat(run.exitCode()).isEqualTo(FAILED);
    }

    @Test
    void nearMissesStayErrorsForTheseLaunchersToo() throws IOException {
        JarRun run = launcher.main(KCL_3, properties("maxRecord = 5").toString());

        assertThat(run.err()).contains("app.properties:11: maxRecord: unknown key; did you mean maxRecords?");
        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
    }

    @Test
    void theEnvironmentMayAskForLenience() throws IOException {
        String file = properties("maxRecord = 5").toString();

        assertThat(launcher.jar("check-config", file).exitCode()).isEqualTo(INVALID_CONFIGURATION);
        assertThat(launcher.environment("SHARDLINE_LENIENT", "true")
                        .jar("check-config", file)
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Configuration><Appenders/><Loggers><Root level='info'/></Loggers></Configuration>",
                "<configuration><root level='INFO'/></configuration>",
                "<configuration><appender name='C' class='ch.qos.logback.core.ConsoleAppender'>"
                        + "<encoder class='net.logstash.logback.encoder.LogstashEncoder'/></appender>"
                        + "<root level='INFO'><appender-ref ref='C'/></root></configuration>",
                "<configuration><root"
            })
    void aLogConfigurationThatLogsNothingIsRefusedWithTheReason(String xml) throws IOException {
        String file = properties().toString();
        String log = Files.writeString(folder.resolve("log.xml"), xml).toString();

        for (JarRun run : new JarRun[] {
            launcher.jar("-l", log, file),
            launcher.jar("check-config", "-l", log, file),
            new JarRun.Launcher(folder)
                    .option("-Dlogback.configurationFile=" + log)
                    .jar(file)
        }) {
            assertThat(run.err()).contains("The log configuration " + log + " is not valid: ");
            assertThat(run.exitCode()).isEqualTo(USAGE);
        }
    }

    @Test
    void aPatternOfTheOriginalShowsWhatIsSaidInKeyValues() throws IOException {
        Path log = Files.writeString(folder.resolve("log.xml"), AWS_PATTERN);

        JarRun run = launcher.main(KCL_3, "-p", properties().toString(), "-l", log.toString());

        assertThat(run.out()).containsPattern("INFO +\\S+ \\[NONE] - shardline .* stream=words ");
    }

    @Test
    void aLogbackFileOnTheClassPathIsUsed() throws IOException {
        Files.writeString(folder.resolve("logback.xml"), AWS_PATTERN);

        JarRun run = launcher.mainWith(folder, KCL_3, properties().toString());

        assertThat(run.out()).contains("[NONE] - shardline ");
    }

    @Test
    void fatalErrorsReachStderrWhateverTheLogConfigurationSays() throws IOException {
        Path log = Files.writeString(folder.resolve("log.xml"), """
                <configuration>
                  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file><encoder><pattern>%%msg%%n</pattern></encoder>
                  </appender>
                  <root level="OFF"><appender-ref ref="FILE"/></root>
                </configuration>
                """.formatted(folder.resolve("daemon.log")));

        JarRun run = launcher.jar("-l", log.toString(), properties().toString());

        assertThat(run.err()).startsWith("shardline: ");
        assertThat(run.exitCode()).isEqualTo(FAILED);
    }

    @Test
    void checkConfigPrintsTheWordsOfTheCommandAndTheKeysThatAreOurs() throws IOException {
        JarRun run = launcher.jar(
                "check-config",
                "--set",
                "executableName=sh -c 'echo a' {\"a\":1} --name='x'",
                properties("httpListen = 9180", "MetricsLevel = none", "maxLeasesForWorker = 0")
                        .toString());

        assertThat(run.out())
                .contains("Command, one word per line:\n  sh\n  -c\n  echo a\n  {\"a\":1}\n  --name='x'\n")
                .contains("Keys that MultiLangDaemon does not have:\n  httpListen\n")
                .contains("MetricsLevel: is read as metricsLevel, as with KCL 1.x")
                .contains("maxLeasesForWorker: is 0, which counts as not set, as with MultiLangDaemon")
                .contains("AwsCredentialsProvider = StaticCredentialsProvider (2 arguments)")
                .doesNotContain("secret");
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "maxRecords = 100 # at most | a comment needs a line of its own",
                "tableName = \"leases\"     | remove the quotes",
                "consumerName = me          | did you mean fanoutConfig.consumerName?",
                "streamArn = arn:aws:dynamodb:us-east-1:123456789012:table/t | is an ARN of DynamoDB",
                "cloudWatchClient.region = us-east-1a | is an availability zone",
                "AwsCredentialsProviderDynamoDB = StsAssumeRoleCredentialsProvider!TBD!me | takes the role's ARN"
            })
    void checkConfigSaysWhatToDo(String line, String advice) throws IOException {
        JarRun run =
                launcher.jar("check-config", properties(line.replace('!', '|')).toString());

        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
        assertThat(run.err()).contains(advice).doesNotContain("Exception");
    }

    @Test
    void withoutARegionTheUserLearnsWhatTheSdkReads() throws IOException {
        Path file = Files.writeString(folder.resolve("bare.properties"), """
                executableName = sh
                streamName = words
                applicationName = word-count
                AwsCredentialsProvider = DefaultCredentialsProvider
                """);

        JarRun run = launcher.environment("AWS_DEFAULT_REGION", "eu-west-1")
                .environment("AWS_EC2_METADATA_DISABLED", "true")
                .environment("HOME", folder.toString())
                .jar("check-config", file.toString());

        assertThat(run.err()).contains("AWS_DEFAULT_REGION is set, but the AWS SDK for Java does not read it");
        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
    }

    @Test
    void aNewerJvmPrintsNoWarning() throws IOException {
        Path newer = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");
        assumeTrue(Files.exists(newer), "Java 25 is not installed");

        JarRun run = launcher.java(newer).jar(properties().toString());

        assertThat(run.err()).contains("shardline").doesNotContain("sun.misc.Unsafe");
    }
}
