package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import io.shardline.localstack.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Every sample's producer puts each line once, what Kinesis refused in part included. */
@Tag("languages")
@ExtendWith(TestEnvironmentExtension.class)
@OwnStack
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "orders faults of Kinesis")
class SampleProducersIT {
    private static final int LINES = 600;
    private static final int LONGEST_KEY = 256;

    /** What is read back of a record. */
    private record Line(String key, String text) {}

    static List<SampleProducer> producers() {
        return SampleProducer.all();
    }

    @ParameterizedTest
    @MethodSource("producers")
    void putsEachLineOnceAlthoughSomeAreRefusedAtFirst(SampleProducer producer, TestEnvironment environment)
            throws IOException {
        environment.createStream(2);
        environment.underTest().faults().add(Fault.refuseSome(3));
        List<Line> lines = lines();
        Path output = environment.directory().resolve("producer.log");

        producer.put(input(lines), environment, output);

        assertThat(environment.underTest().faults().pending())
                .as("refusals still to come")
                .isEmpty();
        assertThat(read(environment)).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(Files.readString(output)).contains(lines.size() + " records put");
    }

    private static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add(new Line("word-" + i % 40, "word-" + i % 40 + " and the rest of line " + i));
        }
        lines.add(new Line("caf\u00e9", "  caf\u00e9 \"in quotes\" \u5317\u4eac \ud83d\ude80"));
        String longWord = "x".repeat(LONGEST_KEY + 1);
        lines.add(new Line(longWord.substring(1), longWord + " is cut off for the key alone"));
        return lines;
    }

    /** With an empty line before each, which is no record, and no end of the last one. */
    private static String input(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("\n\n").append(line.text()));
        return text.toString();
    }

    private static List<Line> read(TestEnvironment environment) {
        List<Line> lines = new ArrayList<>();
        KinesisClient kinesis = environment.kinesis();
        for (Shard shard : environment.shards()) {
            String iterator = kinesis.getShardIterator(request -> request.streamName(environment.name())
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            GetRecordsResponse response = kinesis.getRecords(request -> request.shardIterator(iterator));
            assertThat(response.millisBehindLatest()).isZero();
            response.records()
                    .forEach(record -> lines.add(
                            new Line(record.partitionKey(), record.data().asUtf8String())));
        }
        return lines;
    }
}
