package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ways to start the daemon. */
@ExtendWith(TestEnvironmentExtension.class)
class EntryPointIT {

    @Test
    void launchersOfTheOriginalStartOurs(TestEnvironment environment) {
        DaemonProcess daemon = assertWorks(environment, environment.daemon("a").originalEntryPoint());

        assertThat(daemon.log()).contains("shardline");
    }

    @Test
    void oneBareArgumentAndTheSdksEnvironmentAreEnough(TestEnvironment environment) {
        KinesisUnderTest underTest = environment.underTest();
        DaemonLaunch launch = environment
                .daemon("a")
                .property("regionName", null)
                .property("kinesisEndpoint", null)
                .property("dynamoDBEndpoint", null)
                .environment("AWS_REGION", "us-east-1")
                .environment(
                        "AWS_ENDPOINT_URL_KINESIS", underTest.kinesisEndpoint().toString())
                .environment(
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        underTest.dynamoDbEndpoint().toString())
                .arguments("%s");

        assertWorks(environment, launch);
    }

    /** Without it nothing fails: each child costs two threads, and each message two hand-offs. */
    @Test
    void theManifestOpensWhatTheSessionsNeedToReadInPerson() throws IOException {
        try (JarFile jar =
                new JarFile(Repository.path("daemon/target/daemon.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Add-Opens"))
                    .isEqualTo("java.base/java.io");
        }
    }

    private static DaemonProcess assertWorks(TestEnvironment environment, DaemonLaunch launch) {
        environment.createStream(1);
        environment.producer().put(Payloads.small(10));
        DaemonProcess daemon = environment.start(launch);
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        daemon.terminate();
        assertThat(daemon.awaitExit(Duration.ofSeconds(20))).isZero();
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        return daemon;
    }

    @Test
    void versionAndHelpAreToldOnStdout(TestEnvironment environment) {
        DaemonProcess version = environment.start(environment.daemon("version").arguments("--version"));
        DaemonProcess help = environment.start(environment.daemon("help").arguments("--help"));

        assertThat(version.awaitExit(Duration.ofSeconds(10))).isZero();
        assertThat(version.log().strip()).matches("shardline \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(help.awaitExit(Duration.ofSeconds(10))).isZero();
        assertThat(help.log()).contains("--properties", "--log-configuration", "Exit codes");
    }
}
