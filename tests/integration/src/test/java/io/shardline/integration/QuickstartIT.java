package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README. */
class QuickstartIT {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LINES = 400;

    @TempDir
    Path directory;

    private Process demo;

    @AfterEach
    void endTheDemo() {
        demo.destroy();
    }

    @Test
    void theDemoCountsAllWordsOnFourShardsAndEndsWithAShortLog() throws IOException, InterruptedException {
        start();

        boolean ended = demo.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);

        List<String> lines = output().lines().toList();
        assertThat(ended).as("ended by itself: %s", lines).isTrue();
        assertThat(demo.exitValue()).as("exit code: %s", lines).isZero();
        assertThat(lines)
                .contains("400 of 400 lines counted on 4 shards.")
                .filteredOn(line -> line.startsWith("shardId-"))
                .hasSize(4)
                .allMatch(line -> line.endsWith("(the last record)"));
        assertThat(lines)
                .filteredOn(line -> line.matches("\\d{4}-.*") && !line.contains(" processor - "))
                .hasSizeLessThan(40)
                .noneMatch(line -> line.contains("ERROR"));
    }

    @Test
    void oneApplicationIsStoppedAndStartedAgainWithoutALoss() throws IOException, InterruptedException {
        start("--hosted", "0");

        boolean ended = demo.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);

        String output = output();
        assertThat(ended).as("ended by itself: %s", output).isTrue();
        assertThat(demo.exitValue()).as("exit code: %s", output).isZero();
        assertThat(output)
                .contains("400 of 400 lines counted on 4 shards.")
                .doesNotContain("Traceback", "not at the end");
        // The second process has not seen the first half again.
        assertThat(output.lines().filter(line -> line.endsWith("counted in one process")))
                .containsExactly(
                        "200 records of 4 shards counted in one process",
                        "200 records of 4 shards counted in one process");
    }

    @Test
    void theDaemonShowsWhatWasPutUntilCtrlCEndsAll() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start("--stay", Integer.toString(taken.getLocalPort()));
            await("all counted").atMost(LONGEST).until(() -> output().contains("Ctrl-C ends them") || !demo.isAlive());
            OperationsClient client = OperationsClient.of(output());

            assertThat(client.get("livez").body()).isEqualTo("ok\n");
            assertThat(client.get("readyz").body()).isEqualTo("ok\n");
            assertThat(client.get("").headers().firstValue("Content-Security-Policy"))
                    .isPresent();
            assertShowsWhatWasPut(client);
            Processes.interruptGroup(demo.pid());

            assertThat(demo.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(output()).contains("Daemon - stopped ").doesNotContain("ERROR", "Traceback");
        }
    }

    /** Against the fed lines, and what each shard's processor wrote down of its own. */
    private static void assertShowsWhatWasPut(OperationsClient client) throws IOException {
        Map<String, JsonNode> results = results();
        assertThat(results).hasSize(4);
        JsonNode status = client.status();
        assertThat(status.at("/leasesHeld").asInt()).isEqualTo(4);
        assertThat(status.get("shards")).hasSize(4);
        long records = 0;
        long bytes = 0;
        for (JsonNode shard : status.get("shards")) {
            String id = shard.at("/shard").asText();
            JsonNode result = results.get(id);
            assertThat(shard.at("/records").asInt())
                    .isEqualTo(result.at("/records").asInt());
            assertThat(shard.at("/checkpoint").asText())
                    .startsWith(result.at("/sequenceNumber").asText());
            assertThat(shard.at("/state").asText()).isEqualTo("idle");
            assertThat(ProcessHandle.of(shard.at("/pid").asLong())).isPresent();
            assertThat(client.meter("shardline_records_delivered_total", id))
                    .isEqualTo(shard.at("/records").asDouble());
            assertThat(client.meter("shardline_bytes_delivered_total", id))
                    .isEqualTo(shard.at("/bytes").asDouble());
            records += shard.at("/records").asLong();
            bytes += shard.at("/bytes").asLong();
        }
        byte[] fed = Files.readAllBytes(work().resolve("words.txt"));
        assertThat(records).isEqualTo(LINES);
        // The line feeds are not put.
        assertThat(bytes).isEqualTo(fed.length - LINES);
    }

    private static Map<String, JsonNode> results() throws IOException {
        Map<String, JsonNode> results = new TreeMap<>();
        try (Stream<Path> files = Files.list(work().resolve("results"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                results.put(
                        file.getFileName().toString().replace(".json", ""),
                        OperationsClient.parse(Files.readString(file)));
            }
        }
        return results;
    }

    private static Path work() {
        return Repository.path("target/quickstart");
    }

    private void start() throws IOException {
        start("", "0");
    }

    /** In a process group of its own, as a terminal has it, and with Ctrl-C not ignored. */
    private void start(String option, String port) throws IOException {
        List<String> command = new ArrayList<>(Processes.WITH_SIGINT);
        command.addAll(Arrays.asList(
                "setsid", "sh", Repository.path("config/quickstart.sh").toString()));
        if (!option.isEmpty()) {
            command.add(option);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("QUICKSTART_PORT", port);
        builder.environment().put("QUICKSTART_APPLICATION_PORT", "0");
        demo = builder.start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
    }
}
