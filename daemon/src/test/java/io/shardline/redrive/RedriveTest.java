package io.shardline.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.destination.DiscardSource;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.child.ChildConnector;
import io.shardline.protocol.ActionTimeouts;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.testing.FakeRecordSource;
import io.shardline.testing.ShellProcessor;
import io.shardline.transport.WireTracer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through real processes, from messages in memory. */
class RedriveTest {
    private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/words";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> report = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private FakeRecordSource stream = new FakeRecordSource(List.of());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aProcessorGetsTheRecordsOfEachShard() throws Exception {
        Summary summary = redrive(
                "[ $action = processRecords ] && checkpoint null",
                RedriveJournal.none(),
                message("a", 1, 2),
                message("a", 5, 5),
                message("b", 3, 4));

        assertThat(summary).isEqualTo(new Summary(3, 5, 0, 0, 0));
        assertThat(processor().ledger())
                .containsExactly(
                        "initialize 1",
                        "records 1 2",
                        "ok",
                        "records 5",
                        "ok",
                        "shutdownRequested",
                        "end",
                        "initialize 3",
                        "records 3 4",
                        "ok",
                        "shutdownRequested",
                        "end");
    }

    @Test
    void whatKillsTheProcessorStaysAndTheRestGoesOn() throws Exception {
        Summary summary = redrive(
                "case $line in *'\"sequenceNumber\":\"3\"'*) [ $action = processRecords ] && exit 7;; esac",
                RedriveJournal.none(),
                message("a", 1, 2),
                message("a", 3, 4),
                message("a", 5, 6));

        assertThat(summary).isEqualTo(new Summary(2, 4, 0, 0, 1));
        assertThat(left).containsExactly("a-3");
        assertThat(report)
                .containsExactly("a-3: not redriven: the processor exited with code 7 before it had answered"
                        + " processRecords");
    }

    @Test
    void aSecondRunLeavesOutWhatIsDone() throws Exception {
        Path file = folder.resolve("progress");
        try (RedriveJournal progress = RedriveJournal.open(file)) {
            redrive(
                    "case $line in *'\"sequenceNumber\":\"3\"'*) [ $action = processRecords ] && exit 7;; esac",
                    progress,
                    message("a", 1, 2),
                    message("a", 3, 4));
        }

        try (RedriveJournal progress = RedriveJournal.open(file)) {
            assertThat(redrive("true", progress, message("a", 1, 2), message("a", 3, 4)))
                    .isEqualTo(new Summary(1, 2, 1, 0, 0));
        }
    }

    @Test
    void metadataIsFollowedIntoTheStreamAndWhatAgedOutIsTold() throws Exception {
        stream = new FakeRecordSource(records(3, 20));

        Summary summary = redrive(
                "true",
                RedriveJournal.none(),
                metadata("a", 1, 1),
                metadata("a", 2, 5),
                metadata("a", 7, 9),
                "{\"x\":1}");

        assertThat(summary).isEqualTo(new Summary(2, 6, 0, 2, 1));
        assertThat(processor().ledger()).contains("records 3 4 5", "records 7 8 9");
        assertThat(left).containsExactly("a-1", "no-message");
        assertThat(report.get(0)).contains("a-1: 1 of 1 records of a from 1 to 1 have aged out");
        assertThat(report.get(1)).contains("a-2: 1 of 4 records of a");
        assertThat(report.get(2)).startsWith("no-message: not redriven: not a message");
    }

    private Summary redrive(String code, RedriveJournal progress, String... messages) throws Exception {
        ChildFactory children =
                new ChildFactory(processor().command(code), ProcessLaunchSettings.INHERITED, Optional.empty(), threads);
        Duration wait = Duration.ofSeconds(10);
        StopPlan stopPlan = new StopPlan(wait, wait);
        ProcessorConnector connector =
                new ChildConnector(children, stopPlan, stopPlan, 1 << 20, WireTracer.NONE, threads);
        try (children;
                Target target =
                        new ProcessorTarget(connector, new ActionTimeouts(wait, Optional.of(wait), wait, wait, wait));
                DiscardSource source = new Messages(messages)) {
            return new Redrive(source, target, (arn, shard) -> stream, progress, () -> false, report::add).run();
        }
    }

    private ShellProcessor processor() {
        return new ShellProcessor(folder);
    }

    private static List<DataRecord> records(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> new DataRecord(
                        ByteBuffer.wrap(new byte[] {(byte) i}), "key", new Position(Integer.toString(i), 0), i))
                .toList();
    }

    private static String metadata(String shard, int first, int last) {
        return text(shard, first, last, "");
    }

    private static String message(String shard, int first, int last) {
        StringBuilder records = new StringBuilder();
        for (int i = first; i <= last; i++) {
            records.append(i == first ? "" : ",")
                    .append("{\"data\":\"AAE=\",\"partitionKey\":\"k\",\"sequenceNumber\":\"" + i
                            + "\",\"subSequenceNumber\":0,\"approximateArrivalTimestamp\":5}");
        }
        return text(shard, first, last, ",\"records\":[" + records + "]");
    }

    private static String text(String shard, int first, int last, String records) {
        return "{\"KinesisBatchInfo\":{\"shardId\":\"" + shard + "\",\"startSequenceNumber\":\"" + first
                + "\",\"endSequenceNumber\":\"" + last + "\",\"batchSize\":" + (last - first + 1) + ",\"streamArn\":\""
                + STREAM + "\"}" + records + "}";
    }

    /** Named by shard and first record. */
    private final class Messages implements DiscardSource {
        private final Deque<String> texts;

        Messages(String... texts) {
            this.texts = new ArrayDeque<>(List.of(texts));
        }

        @Override
        public Optional<Item> next() {
            return Optional.ofNullable(texts.poll()).map(Message::new);
        }

        @Override
        public boolean removesAcknowledged() {
            return false;
        }

        @Override
        public void close() {}
    }

    private final class Message implements DiscardSource.Item {
        private final String text;

        Message(String text) {
            this.text = text;
        }

        @Override
        public String id() {
            return text.contains("shardId")
                    ? text.replaceAll(".*\"shardId\":\"(.*?)\",\"startSequenceNumber\":\"(.*?)\".*", "$1-$2")
                    : "no-message";
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void acknowledge() {}

        @Override
        public void release() {
            left.add(id());
        }
    }
}
