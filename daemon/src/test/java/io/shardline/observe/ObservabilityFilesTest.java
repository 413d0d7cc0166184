package io.shardline.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardline.testing.MovableClock;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts ask for what the daemon exposes. */
class ObservabilityFilesTest {
    private static final Path FOLDER = Path.of("../config/observability");
    private static final Pattern NAME = Pattern.compile("\\b(?:shardline|jvm|process|system)_[a-z0-9_]+\\b");
    private static final Pattern EXPOSED = Pattern.compile("^([a-z][a-z0-9_]*)[{ ]", Pattern.MULTILINE);

    @Test
    void alertsAskForNamesThatExist() throws IOException {
        assertThat(namesIn(Files.readString(FOLDER.resolve("alerts.yaml"))))
                .isNotEmpty()
                .isSubsetOf(exposed());
    }

    @Test
    void panelsAskForNamesThatExist() throws IOException {
        List<String> expressions = new ArrayList<>();
        JsonNode dashboard =
                new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
        for (JsonNode panel : dashboard.get("panels")) {
            panel.get("targets")
                    .forEach(target -> expressions.add(target.get("expr").asText()));
        }

        assertThat(namesIn(String.join("\n", expressions))).isNotEmpty().isSubsetOf(exposed());
    }

    @Test
    void theNamesOfTheContractAreExposed() {
        assertThat(exposed())
                .contains(
                        "shardline_records_delivered_total",
                        "shardline_bytes_delivered_total",
                        "shardline_batch_seconds_count",
                        "shardline_checkpoints_total",
                        "shardline_checkpoint_age_seconds",
                        "shardline_millis_behind_latest",
                        "shardline_child_restarts_total",
                        "shardline_replayed_records_total",
                        "shardline_protocol_faults_total",
                        "shardline_batch_failures_total",
                        "shardline_batch_retries_total",
                        "shardline_bisections_total",
                        "shardline_records_discarded_total",
                        "shardline_on_failure_seconds_count",
                        "shardline_events_polled_total",
                        "shardline_events_filtered_out_total",
                        "shardline_events_invoked_total",
                        "shardline_events_failed_invoke_total",
                        "shardline_events_dropped_total",
                        "shardline_events_on_failure_destination_delivered_total",
                        "shardline_shards",
                        "shardline_stalled_shards");
    }

    private static Set<String> namesIn(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    /** Everything that a session can report, and the KCL's bridge as its class registers it. */
    private static Set<String> exposed() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        Timer.builder("shardline.kcl").register(registry);
        ShardMonitor shard = new ApplicationMonitor(
                        registry,
                        new ApplicationIdentity("word-count", "words", "w", "polling"),
                        new MovableClock(),
                        Duration.ofMinutes(1))
                .open(ShardRefs.of("shardId-0"));
        shard.batchSent(1, 1, 1L);
        shard.batchDone(Duration.ofMillis(1));
        shard.checkpointed("1");
        shard.counters().checkpointFailed("ThrottlingException");
        shard.failed("exited", "exited with code 1", 1);
        shard.replayed(1);
        shard.counters().protocolFault("unasked_answer");
        shard.counters().agedOut();
        shard.counters().noCheckpointAtShardEnd();
        shard.batchFailed("exited", "exited with code 1");
        shard.retries(2, Duration.ZERO);
        shard.counters().bisected();
        shard.discarded("RetryAttemptsExhausted", 1);
        shard.counters().destinationCalled(Duration.ofMillis(1));
        Set<String> names = new TreeSet<>();
        Matcher matcher = EXPOSED.matcher(registry.scrape());
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
