package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample counts the same words, checkpoints what it counted, and goes on where it was. */
@Tag("languages")
@ExtendWith(TestEnvironmentExtension.class)
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class SampleProcessorsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countsEveryWordOnceOverASplitAndARestart(Sample sample, TestEnvironment environment) {
        sample.prepare();
        Path results = environment.directory().resolve("results");
        List<Payload> put = new ArrayList<>();
        environment.createStream(2);
        put(environment, put, texts("before"));

        DaemonProcess first = environment.start(daemon(sample, environment, results));
        awaitCounted(put, results);
        String parent = environment.shards().get(0).shardId();
        List<String> halves = environment.split(parent);
        put(environment, put, texts("after the split"));
        awaitCounted(put, results);
        awaitCheckpoint(environment, parent, "SHARD_END");
        halves.forEach(half -> awaitCheckpoint(environment, half, WordCounts.lastCounted(results, half)));
        first.terminate();

        assertThat(first.awaitExit(Duration.ofSeconds(20))).as(first.log()).isZero();
        first.awaitChildrenGone(Duration.ofSeconds(1));
        assertThat(first.log())
                .contains("counting from TRIM_HORIZON", "the shard has ended", "words so far")
                .doesNotContain("ERROR");

        put(environment, put, texts("after the restart"));
        DaemonProcess second = environment.start(daemon(sample, environment, results));
        awaitCounted(put, results);
        assertThat(second.log()).doesNotContain("ERROR");
    }

    private static DaemonLaunch daemon(Sample sample, TestEnvironment environment, Path results) {
        return environment
                .daemon("a")
                .property("executableName", String.join(" ", sample.command(results)))
                .property("parentShardPollIntervalMillis", 200);
    }

    private static void put(TestEnvironment environment, List<Payload> all, List<Payload> more) {
        environment.producer().put(more);
        all.addAll(more);
    }

    /** Text as people write it, text that is not UTF-8, and no text at all. */
    private static List<Payload> texts(String when) {
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            payloads.add(text(i, "The QUICK brown fox_%d doesn't jump, %s".formatted(i % 7, when)));
            payloads.add(text(i, "na\u00efve caf\u00e9 \u5317\u4eac \u00fcber\u2028\ud83d\ude80 3\u00d74"));
        }
        payloads.add(
                new Payload("binary", new byte[] {(byte) 0xff, (byte) 0xfe, 'h', 'i', 0, 'y', 'o', 'u', (byte) 0xc3}));
        payloads.add(new Payload("caf\u00e9 \"empty\"\n", new byte[0]));
        return payloads;
    }

    private static Payload text(int key, String text) {
        return new Payload("key-" + key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitCounted(List<Payload> put, Path results) {
        WordCounts expected = WordCounts.expected(put);
        await("all counted")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(WordCounts.saved(results)).isEqualTo(expected));
    }

    private static void awaitCheckpoint(TestEnvironment environment, String shard, String checkpoint) {
        await("checkpoint of " + shard).atMost(TIMEOUT).untilAsserted(() -> {
            Optional<String> stored = environment.leaseTable().lease(shard).map(Lease::checkpoint);
            assertThat(stored).contains(checkpoint);
        });
    }
}
