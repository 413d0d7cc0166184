package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Requirement;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user gets wrong first: one clear line, the right exit code, no stack trace, within seconds. */
@ExtendWith(TestEnvironmentExtension.class)
class BadInputIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int INVALID_CONFIGURATION = 3;
    private static final Duration SECONDS = Duration.ofSeconds(10);

    @Test
    void propertiesFileThatDoesNotExist(TestEnvironment environment) {
        DaemonLaunch launch = environment.daemon("a").arguments("--properties", "nowhere.properties");

        assertEnds(environment, launch, INVALID_CONFIGURATION, SECONDS, "nowhere.properties");
    }

    @Test
    void noPropertiesFileAtAll(TestEnvironment environment) {
        assertEnds(environment, environment.daemon("a").arguments(), USAGE, SECONDS, "--properties");
    }

    @Test
    void optionThatDoesNotExist(TestEnvironment environment) {
        DaemonLaunch launch = environment.daemon("a").arguments("--proprties", "%s");

        assertEnds(environment, launch, USAGE, SECONDS, "--proprties");
    }

    @Test
    void requiredKeysThatAreMissingAreNamedAllAtOnce(TestEnvironment environment) {
        DaemonLaunch launch =
                environment.daemon("a").property("streamName", null).property("executableName", null);

        assertEnds(environment, launch, INVALID_CONFIGURATION, SECONDS, "streamName", "executableName");
    }

    @Test
    void keyThatIsMisspeltIsNamedWithItsLineAndASuggestion(TestEnvironment environment) {
        DaemonLaunch launch = environment.daemon("a").property("failoverTimeMilis", 1000);

        assertEnds(
                environment,
                launch,
                INVALID_CONFIGURATION,
                SECONDS,
                "failoverTimeMilis",
                "failoverTimeMillis",
                "a.properties:");
    }

    @Test
    void executableThatDoesNotExist(TestEnvironment environment) {
        DaemonLaunch launch = environment.daemon("a").property("executableName", "no-such-program --switch");

        assertEnds(environment, launch, INVALID_CONFIGURATION, SECONDS, "executableName", "no-such-program");
    }

    @Test
    void executableThatIsNotExecutable(TestEnvironment environment) throws IOException {
        Path file = Files.writeString(environment.directory().resolve("plain.txt"), "text");
        DaemonLaunch launch = environment.daemon("a").property("executableName", file);

        assertEnds(
                environment, launch, INVALID_CONFIGURATION, SECONDS, "executableName", "plain.txt", "not executable");
    }

    @Test
    void workerIdFileThatIsAPipeIsNotUsed(TestEnvironment environment) throws IOException, InterruptedException {
        environment.createStream(1);
        Path folder = environment.directory().resolve("ids");
        DaemonLaunch launch = environment.daemon("a").property("workerId", null).property("workerIdDirectory", folder);
        DaemonProcess first = environment.start(launch);
        first.awaitLog("worker=", SECONDS.multipliedBy(6));
        first.terminate();
        assertThat(first.awaitExit(SECONDS.multipliedBy(3))).isZero();
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        Files.delete(file);
        Requirement.command("mkfifo", "-m", "600", file.toString());

        environment.start(launch);
        environment.awaitProcessors(1, SECONDS.multipliedBy(6));
        assertThat(first.log()).contains("the worker id is new because").contains(file + " is not a file; remove it");
    }

    @Test
    void streamThatDoesNotExist(TestEnvironment environment) {
        DaemonLaunch launch = environment.daemon("a").property("streamName", "no-such-stream");

        assertEnds(environment, launch, FAILED, SECONDS, "no-such-stream", "does not exist");
    }

    @Test
    void noCredentials(TestEnvironment environment) {
        environment.createStream(1);
        DaemonLaunch launch = environment
                .daemon("a")
                .environment("AWS_ACCESS_KEY_ID", "")
                .environment("AWS_SECRET_ACCESS_KEY", "")
                .environment("AWS_EC2_METADATA_DISABLED", "true")
                .environment("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
                .environment("AWS_CONFIG_FILE", "/dev/null");

        assertEnds(environment, launch, FAILED, SECONDS, "credentials");
    }

    /** DynamoDB Local knows one kind of wrong credentials: an access key id with other signs than letters and digits. */
    @Test
    void credentialsThatAreRefused(TestEnvironment environment) {
        environment.createStream(1);
        DaemonLaunch launch = environment.daemon("a").environment("AWS_ACCESS_KEY_ID", "not-a-key");

        assertEnds(environment, launch, FAILED, SECONDS, "DynamoDB", "credentials");
    }

    @Test
    void endpointThatNobodyListensOnIsTriedAgainAndSaidSo(TestEnvironment environment) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String endpoint = "http://127.0.0.1:" + port;
        DaemonLaunch launch = environment.daemon("a").property("kinesisEndpoint", endpoint);

        DaemonProcess daemon =
                assertEnds(environment, launch, FAILED, Duration.ofSeconds(90), "retrying", "Connection refused");
        assertThat(daemon.logLines())
                .filteredOn(line -> line.contains(" ERROR "))
                .singleElement()
                .asString()
                .contains("cannot reach Kinesis", endpoint);
        assertThat(daemon.log()).as("it has failed").doesNotContain("Daemon - stopped");
    }

    private static DaemonProcess assertEnds(
            TestEnvironment environment, DaemonLaunch launch, int exitCode, Duration within, String... named) {
        DaemonProcess daemon = environment.start(launch);
        assertThat(daemon.awaitExit(within)).as(daemon.log()).isEqualTo(exitCode);
        assertThat(daemon.log())
                .contains(named)
                .doesNotContainPattern("(?m)^\\s+at ")
                .doesNotContain("Exception in");
        // The longest is the help.
        assertThat(daemon.logLines()).as(daemon.log()).hasSizeLessThan(40);
        return daemon;
    }
}
