package io.shardline.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.destination.DiscardMessage.MalformedException;
import io.shardline.protocol.DataRecord;
import io.shardline.testing.ShardRefs;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscardMessageTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        DataRecord record = Samples.record(1, 3, "k\u00e9y", (byte) 0, (byte) -1);
        String json = write(record, Samples.record(2));

        DiscardMessage message = DiscardMessage.parse(json);

        assertThat(message.streamArn()).isEqualTo(Samples.STREAM);
        assertThat(message.shardId()).isEqualTo(Samples.SHARD);
        assertThat(message.first()).isEqualTo(record.position());
        assertThat(message.last()).isEqualTo(Samples.record(2).position());
        assertThat(message.count()).isEqualTo(2);
        DataRecord read = message.records().orElseThrow().get(0);
        assertThat(read.data()).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1}));
        assertThat(read.partitionKey()).isEqualTo("k\u00e9y");
        assertThat(read.position()).isEqualTo(record.position());
        assertThat(read.approximateArrivalMillis()).isEqualTo(record.approximateArrivalMillis());
    }

    @Test
    void aNotificationOfATopicIsUnpacked() throws Exception {
        String envelope = Samples.JSON.writeValueAsString(Samples.JSON
                .createObjectNode()
                .put("Type", "Notification")
                .put("TopicArn", "arn:aws:sns:eu-west-1:123456789012:t")
                .put("Message", write(Samples.record(1))));

        assertThat(DiscardMessage.parse(envelope).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "{}",
                "{\"KinesisBatchInfo\":{\"streamArn\":\"a\",\"shardId\":\"s\",\"startSequenceNumber\":\"x\"}}",
                "{\"KinesisBatchInfo\":{\"streamArn\":\"a\",\"shardId\":\"s\",\"startSequenceNumber\":\"1\","
                        + "\"endSequenceNumber\":\"1\"},\"records\":[{\"data\":\"%%%\"}]}"
            })
    void anythingElseIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> DiscardMessage.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("not a message about discarded records")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFolderIsReadLineByLineButForALineWithoutEnd() throws Exception {
        DiscardSink outlet = new DirectorySink(folder, 10, Samples.CLOCK);
        for (String json : List.of("{\"n\":1}", "{\"n\":2}", "{\"n\":3}")) {
            outlet.put(List.of(new Message("r", Samples.CLOCK.instant(), ShardRefs.of("a"), json)));
        }
        Path torn;
        try (var files = Files.list(folder)) {
            torn = files.sorted().findFirst().orElseThrow();
        }
        Files.writeString(torn, "{\"n\":", StandardOpenOption.APPEND);

        List<String> read = new ArrayList<>();
        try (DiscardSource source = new DirectorySource(folder)) {
            for (Optional<DiscardSource.Item> item = source.next(); item.isPresent(); item = source.next()) {
                read.add(item.get().text());
            }
        }

        assertThat(read).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    }

    private static String write(DataRecord... records) {
        return new MessageWriter(Samples.SENDER, true, () -> 1 << 20, Samples.CLOCK)
                .write(Samples.discarded(records))
                .get(0)
                .json();
    }
}
