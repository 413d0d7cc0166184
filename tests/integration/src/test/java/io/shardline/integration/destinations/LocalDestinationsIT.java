package io.shardline.integration.destinations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The destinations that need no further service: a folder, and another stream. */
@ExtendWith(TestEnvironmentExtension.class)
class LocalDestinationsIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aFolderGetsThePoisonWhichGoesThroughTheRepairedProcessorOnce(TestEnvironment environment) throws Exception {
        Poisoned poisoned = new Poisoned(environment);
        String sequenceNumber = poisoned.put(100);
        Path folder = environment.directory().resolve("given-up");
        DaemonLaunch launch = poisoned.daemon("file:" + folder);
        DaemonProcess daemon = environment.start(launch);

        await("the other records")
                .atMost(TIMEOUT)
                .until(() -> poisoned.processed().stream().distinct().count() == 99);
        daemon.terminate();
        assertThat(daemon.awaitExit(TIMEOUT)).isZero();
        assertThat(poisoned.processed()).doesNotContain(Poisoned.POISON);
        assertThat(lines(folder)).singleElement().satisfies(line -> assertThatHolds(line, sequenceNumber));

        DaemonProcess failing = redrive(environment, launch, List.of("python3", "-c", "import sys; sys.exit(3)"));
        assertThat(failing.awaitExit(TIMEOUT)).isEqualTo(1);
        assertThat(failing.log()).contains("not redriven: the processor exited with code 3");

        assertThat(redrive(environment, launch, poisoned.repaired()).awaitExit(TIMEOUT))
                .isZero();
        assertThat(redrive(environment, launch, poisoned.repaired()).awaitExit(TIMEOUT))
                .isZero();
        assertThat(poisoned.processed().stream().filter(Poisoned.POISON::equals))
                .hasSize(1);
    }

    @Test
    void aFullDiskIsTriedAgainAndGetsNoEmptyFiles(TestEnvironment environment) throws Exception {
        Poisoned poisoned = new Poisoned(environment);
        poisoned.put(4);
        Path folder = Files.createDirectories(environment.directory().resolve("small"));
        try (SmallDisk disk = SmallDisk.mount(folder)) {
            disk.fill();
            DaemonProcess daemon = environment.start(poisoned.daemon("file:" + folder));
            await("three tries")
                    .atMost(TIMEOUT)
                    .until(() -> daemon.log().split("No space left on device", -1).length > 3);
            assertThat(disk.files()).containsExactly(SmallDisk.FILLER);

            disk.empty();
            await("the record").atMost(TIMEOUT).until(() -> !lines(folder).isEmpty());

            assertThat(disk.files()).hasSize(1);
            daemon.kill();
        }
    }

    @Test
    void anotherStreamGetsThePoison(TestEnvironment environment) throws Exception {
        Poisoned poisoned = new Poisoned(environment);
        String sequenceNumber = poisoned.put(20);
        String other = environment.name() + "-given-up";
        environment.kinesis().createStream(request -> request.streamName(other).shardCount(1));
        await("stream active")
                .atMost(TIMEOUT)
                .until(() -> environment
                                .kinesis()
                                .describeStreamSummary(request -> request.streamName(other))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
        String arn = environment
                .kinesis()
                .describeStreamSummary(request -> request.streamName(other))
                .streamDescriptionSummary()
                .streamARN();
        environment.start(poisoned.daemon("kinesis:" + arn)
                .property("onFailureEndpoint", environment.underTest().kinesisEndpoint()));

        await("the message")
                .atMost(TIMEOUT)
                .until(() -> !read(environment, other).isEmpty());

        assertThat(read(environment, other))
                .singleElement()
                .satisfies(record -> assertThatHolds(record.data().asUtf8String(), sequenceNumber));
    }

    private static void assertThatHolds(String message, String sequenceNumber) throws IOException {
        JsonNode json = JSON.readTree(message);
        assertThat(json.at("/KinesisBatchInfo/startSequenceNumber").asText()).isEqualTo(sequenceNumber);
        assertThat(json.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(1);
        assertThat(json.at("/requestContext/approximateInvokeCount").asInt())
                .as("two of its own, and those of the batches that it was in")
                .isGreaterThan(2);
        assertThat(new String(json.at("/records/0/data").binaryValue(), StandardCharsets.UTF_8))
                .isEqualTo(Poisoned.POISON);
    }

    private static List<Record> read(TestEnvironment environment, String stream) {
        String iterator = environment
                .kinesis()
                .getShardIterator(request -> request.streamName(stream)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        return environment
                .kinesis()
                .getRecords(request -> request.shardIterator(iterator))
                .records();
    }

    private static List<String> lines(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DaemonProcess redrive(TestEnvironment environment, DaemonLaunch launch, List<String> command) {
        List<String> arguments = new ArrayList<>(List.of(
                "redrive",
                "--properties",
                "%s",
                "--progress",
                environment.directory().resolve("progress").toString(),
                "--to-processor",
                "--"));
        arguments.addAll(command);
        return environment.start(launch.arguments(arguments.toArray(String[]::new)));
    }
}
