package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.Command;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample serves all shards in one process that listens; the one in the shell does so behind socat. */
@Tag("languages")
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class HostedSamplesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    /** A shell starts several programs per message. */
    private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(4);

    private static final int KILLS = 4;

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void meetsEveryRequirementForHosts(Sample sample, @TempDir Path directory) throws Exception {
        sample.prepareHosted();
        String address = "unix:" + directory.resolve("host.sock");
        List<String> command = new ArrayList<>(
                List.of("java", "-jar", "daemon/target/daemon.jar", "check-processor", "--connect", address, "--"));
        command.addAll(sample.hosted(directory.resolve("results"), address));
        Path report = directory.resolve("report");

        new Command(command).run(report, CHECK_TIMEOUT);

        assertThat(Files.readString(report))
                .contains(sample.leavesInOrder() ? " 0 failed, 0 with warnings, 0 not seen" : " 0 failed, ");
    }

    @ParameterizedTest
    @MethodSource("samples")
    @ExtendWith(TestEnvironmentExtension.class)
    void countsEveryWordOnceOverKills(Sample sample, TestEnvironment environment) {
        sample.prepareHosted();
        Path results = environment.directory().resolve("results");
        Path output = environment.directory().resolve("host.log");
        List<String> command = sample.hosted(results, environment.hostAddress());
        List<Payload> put = new ArrayList<>();
        environment.createStream(4);
        DaemonProcess daemon = environment.start(environment.daemon("a").hosted(environment.hostAddress()));
        for (int kill = 0; kill < KILLS; kill++) {
            int before = put.size();
            put(environment, put, "before kill " + kill);
            try (HostedSample host = HostedSample.start(command, output)) {
                await("the first records after kill " + kill)
                        .atMost(TIMEOUT)
                        .until(() -> WordCounts.saved(results).records() > before);
                host.kill();
            }
        }
        try (HostedSample last = HostedSample.start(command, output)) {
            awaitCounted(put, results);
            put(environment, put, "at last");
            awaitCounted(put, results);
            daemon.terminate();
            assertThat(daemon.awaitExit(Duration.ofSeconds(20)))
                    .as(daemon.log())
                    .isZero();

            assertThat(last.terminate(Duration.ofSeconds(10)).isPresent())
                    .as(last.output())
                    .isTrue();
            if (sample.leavesInOrder()) {
                assertThat(last.output()).contains(" of 4 shards counted in one process");
            }
        }
    }

    private static void put(TestEnvironment environment, List<Payload> all, String when) {
        List<Payload> more = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            more.add(new Payload(
                    "key-" + i,
                    "The QUICK brown fox_%d, %s".formatted(i % 7, when).getBytes(StandardCharsets.UTF_8)));
        }
        environment.producer().put(more);
        all.addAll(more);
    }

    private static void awaitCounted(List<Payload> put, Path results) {
        WordCounts expected = WordCounts.expected(put);
        await("all counted")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(WordCounts.saved(results)).isEqualTo(expected));
    }
}
