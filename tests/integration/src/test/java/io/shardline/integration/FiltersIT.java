package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream of which a processor wants one record in ten. The partition key says which, the filter looks at the data. */
@ExtendWith(TestEnvironmentExtension.class)
class FiltersIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String WANTED = "wanted-";

    @Test
    void deliversExactlyWhatMatchesAndCheckpointsPastTheRest(TestEnvironment environment) throws IOException {
        environment.createStream(1);
        environment.producer().put(payloads(0, 1000));
        Path patterns = Files.writeString(
                environment.directory().resolve("filters.json"),
                "{\"Filters\":[{\"Pattern\":\"{\\\"data\\\":{\\\"order\\\":{\\\"type\\\":[\\\"buy\\\"]}}}\"}]}");
        DaemonLaunch launch = environment
                .daemon("a")
                .ledger("--checkpoint", "none", "--skip-shutdown", "--skip-shard-end")
                .property("checkpointMode", "onSuccess")
                .property("filterPatternsFile", patterns)
                .property("maxRecords", 70);
        DaemonProcess first = environment.start(launch);

        awaitCheckpointOfTheLast(environment);
        assertThat(environment.ledger().delivered()).isEqualTo(wanted(environment));
        first.terminate();
        assertThat(first.awaitExit(TIMEOUT)).as(first.log()).isZero();

        environment.ledger().mark();
        environment.start(launch);
        environment.producer().put(payloads(1000, 1015));
        awaitCheckpointOfTheLast(environment);
        assertThat(environment.ledger().sinceMark(Delivery.class))
                .extracting(Delivery::record)
                .as("only what was put since")
                .isEqualTo(wanted(environment).subList(100, 102));
    }

    /** One in ten is wanted, and the last ones are not. One in ten of the others is not JSON. */
    private static List<Payload> payloads(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> {
                    boolean wanted = i % 10 == 0;
                    String data = i % 10 == 1
                            ? "buy " + i
                            : "{\"record\":" + i + ",\"order\":{\"type\":\"" + (wanted ? "buy" : "sell") + "\"}}";
                    return new Payload((wanted ? WANTED : "other-") + i, data.getBytes(StandardCharsets.UTF_8));
                })
                .toList();
    }

    private static List<StreamRecord> wanted(TestEnvironment environment) {
        return all(environment).stream()
                .filter(record -> record.partitionKey().startsWith(WANTED))
                .toList();
    }

    private static List<StreamRecord> all(TestEnvironment environment) {
        return environment.put().of(environment.shards().get(0).shardId());
    }

    private static void awaitCheckpointOfTheLast(TestEnvironment environment) {
        StreamRecord last = all(environment).get(all(environment).size() - 1);
        await("a checkpoint at the last record, which is filtered out")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                environment.leaseTable().lease(last.shard()).map(Lease::checkpoint))
                        .contains(last.position().sequence().toString()));
    }
}
