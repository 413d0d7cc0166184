package io.shardline.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.DiscardedFiles;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Ledger;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** Whatever a producer puts into a stream, it stops no shard and no record is lost. */
@ExtendWith(TestEnvironmentExtension.class)
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "kinesis-mock has neither records of 10 MiB nor records without partition keys")
class HostileRecordsIT {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final String UPPER_HALF = "170141183460469231731687303715884105728";
    private static final String LOG_LINE = "an aggregated record cannot be de-aggregated";

    /** Reports every batch as failed. */
    private static final String FAILING = """
            import json, sys
            for line in iter(sys.stdin.readline, ""):
                status = {"action": "status", "responseFor": json.loads(line)["action"]}
                if status["responseFor"] == "processRecords":
                    status["error"] = "not today"
                print(json.dumps(status), flush=True)
            """;

    private static DaemonLaunch daemon(TestEnvironment environment, String retrievalMode) {
        DaemonLaunch launch = environment
                .daemon("a")
                .property("retrievalMode", retrievalMode)
                .property("parentShardPollIntervalMillis", 200)
                .property("httpListen", 0);
        return retrievalMode.equals("FANOUT") ? launch.property("idleTimeBetweenReadsInMillis", null) : launch;
    }

    private static void putHostile(TestEnvironment environment) {
        environment.producer().put(Payloads.small(20));
        environment.producer().put(Payloads.undecodable());
        environment.producer().put(Payloads.odd());
        environment.producer().putAggregated(Payloads.nested());
        environment.producer().putAggregated(Payloads.small(20_000));
        environment.producer().putEmptyAggregate();
        environment.producer().put(Payloads.small(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void isDeliveredReplayedAndDeliveredByTheNextDaemon(String retrievalMode, TestEnvironment environment) {
        environment.createStreamForHugeRecords(1);
        putHostile(environment);
        DaemonLaunch launch = daemon(environment, retrievalMode).ledger("--checkpoint", "none");
        DaemonProcess first = environment.start(launch);
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        String shard = environment.shards().get(0).shardId();
        OperationsClient client = OperationsClient.of(first.log());
        int undecodable = Payloads.undecodable().size();
        assertThat(client.meter("shardline_records_undecodable_total", shard)).isEqualTo(undecodable);
        assertThat(client.shard(shard).at("/undecodableRecords").asInt()).isEqualTo(undecodable);
        assertThat(first.logLines()).filteredOn(line -> line.contains(LOG_LINE)).hasSize(1);

        environment.ledger().mark();
        first.children().forEach(ProcessHandle::destroyForcibly);
        assertAllDeliveredSinceMark(environment);

        first.kill();
        first.awaitChildrenGone(AT_MOST);
        environment.ledger().mark();
        DaemonProcess second = environment.start(launch);
        assertAllDeliveredSinceMark(environment);
        assertThat(second.isAlive()).isTrue();
    }

    private static void assertAllDeliveredSinceMark(TestEnvironment environment) {
        List<StreamRecord> put = environment.put().byShard().values().iterator().next();
        environment.ledger().awaitRecordsSinceMark(put.size(), AT_MOST);
        assertThat(environment.ledger().sinceMark(Delivery.class))
                .extracting(Delivery::record)
                .isEqualTo(put);
    }

    @Test
    void aggregatedRecordsOfOtherShardsAreCountedAfterAReshard(TestEnvironment environment) {
        environment.createStream(1);
        DaemonProcess daemon = environment.start(daemon(environment, "POLLING"));
        environment.awaitProcessors(1, AT_MOST);
        List<String> halves = environment.split("shardId-000000000000");
        environment.awaitProcessorsOf(halves, AT_MOST);

        Payload ofLowerHalf = new Payload("key", "data".getBytes(UTF_8), Optional.of("1"));
        environment.producer().putForeignAggregate(List.of(ofLowerHalf, ofLowerHalf), UPPER_HALF);
        environment.producer().putForeignAggregate(List.of(ofLowerHalf), UPPER_HALF);
        environment.producer().put(Payloads.small(50));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        OperationsClient client = OperationsClient.of(daemon.log());
        assertThat(client.meter("shardline_records_foreign_total", halves.get(1)))
                .isEqualTo(3);
        assertThat(client.shard(halves.get(1)).at("/foreignRecords").asInt()).isEqualTo(3);
        assertThat(daemon.logLines())
                .filteredOn(line -> line.contains("records with hash keys of other shards"))
                .hasSize(1);
    }

    @Test
    void isRedrivenFromTheStream(TestEnvironment environment) throws IOException {
        environment.createStreamForHugeRecords(1);
        putHostile(environment);
        DaemonLaunch launch = discarding(environment).property("onFailurePayload", "metadata");
        DaemonProcess daemon = environment.start(launch);
        awaitDiscarded(environment);
        daemon.kill();

        Path ledger = environment.directory().resolve("redriven");
        String processor = daemonRelative("ledger.py");
        DaemonProcess redrive = redrive(
                environment, launch, "--to-processor", "--", "python3", processor, "--directory", ledger.toString());
        assertThat(redrive.awaitExit(AT_MOST)).as(redrive.log()).isZero();

        Reconciliation.assertEachOnceInOrder(environment.put(), new Ledger(ledger));
    }

    @Test
    @DisabledIfSystemProperty(
            named = KinesisUnderTest.CHOICE,
            matches = KinesisUnderTest.KINESIS_MOCK,
            disabledReason = "kinesis-mock requires partition keys")
    void recordsWithoutPartitionKeysAreDeliveredAndRedriven(TestEnvironment environment) throws Exception {
        environment.createStream(request ->
                request.shardCount(2).streamModeDetails(details -> details.streamMode(StreamMode.ON_DEMAND)));
        letTheStreamDistributeRecords(environment);
        environment.producer().put(Payloads.withoutKey(2));
        environment.producer().put(Payloads.small(2));
        DaemonLaunch launch = discarding(environment).property("batchSize", 1).property("onFailurePayload", "records");
        DaemonProcess daemon = environment.start(launch);
        awaitDiscarded(environment);
        daemon.kill();
        String other = environment.name() + "-other";
        environment.kinesis().createStream(request -> request.streamName(other).shardCount(1));

        DaemonProcess without = redrive(environment, launch, "--to-stream", other);
        assertThat(without.awaitExit(AT_MOST)).isEqualTo(1);
        assertThat(without.log())
                .contains("--partition-key gives them one")
                .contains("redriven: 2 records of 2 messages")
                .doesNotContain("Exception in thread")
                .doesNotContain("\tat ");

        DaemonProcess with = redrive(environment, launch, "--to-stream", other, "--partition-key", "mine");
        assertThat(with.awaitExit(AT_MOST)).as(with.log()).isZero();
        assertThat(read(environment, other))
                .extracting(Record::partitionKey)
                .containsExactlyInAnyOrder("key-0", "key-1", "mine", "mine");

        environment.start(daemon(environment, "FANOUT").property("applicationName", environment.name() + "-2"));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
    }

    private static DaemonLaunch discarding(TestEnvironment environment) throws IOException {
        Path script = Files.writeString(environment.directory().resolve("failing.py"), FAILING);
        return daemon(environment, "POLLING")
                .property("executableName", "python3 " + script)
                .property("maximumRetryAttempts", 0)
                .property("onFailure", "file:" + environment.directory().resolve("discarded"));
    }

    private static void awaitDiscarded(TestEnvironment environment) {
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("discarded"));
        await("all discarded")
                .atMost(AT_MOST)
                .untilAsserted(() -> environment
                        .put()
                        .byShard()
                        .forEach((shard, records) ->
                                assertThat(discarded.among(records)).hasSameSizeAs(records)));
    }

    private static String daemonRelative(String processor) {
        return Path.of(System.getProperty("shardline.root"), "tests/processors", processor)
                .toString();
    }

    private static DaemonProcess redrive(TestEnvironment environment, DaemonLaunch launch, String... goal) {
        Path progress = environment.directory().resolve("progress");
        return environment.start(launch.arguments(Stream.concat(
                        Stream.of("redrive", "--properties", "%s", "--progress", progress.toString()),
                        Arrays.stream(goal))
                .toArray(String[]::new)));
    }

    /** The SDK of the tests does not know the operation yet. */
    private static void letTheStreamDistributeRecords(TestEnvironment environment) throws Exception {
        URI kinesis = environment.underTest().kinesisEndpoint();
        HttpRequest request = HttpRequest.newBuilder(kinesis)
                .header("X-Amz-Target", "Kinesis_20131202.UpdateStreamRecordDistributionStrategy")
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"StreamName\":\"" + environment.name() + "\",\"RecordDistributionStrategy\":\"AUTO\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    private static List<Record> read(TestEnvironment environment, String stream) {
        String iterator = environment
                .kinesis()
                .getShardIterator(request -> request.streamName(stream)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        return new ArrayList<>(environment
                .kinesis()
                .getRecords(request -> request.shardIterator(iterator))
                .records());
    }
}
