package io.shardline.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackOptions;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.ReadLimit;
import io.shardline.localstack.streams.StoredRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file's lines become records, at once or steadily. */
class FeedTest {
    private LocalStack stack;
    private Path file;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        stack = LocalStack.start(LocalStackOptions.defaults().withoutDynamoDb().withStream("words", 1));
        file = Files.write(directory.resolve("lines"), List.of("alpha one", "", "  beta two", "gämma"));
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void allLinesArePutAtOnceUnderTheirFirstWord() {
        Feed.of(file, "words", 0).start(stack);

        assertThat(records()).extracting(FeedTest::text).containsExactly("alpha one", "  beta two", "gämma");
        assertThat(records())
                .extracting(record -> record.partitionKey().orElseThrow())
                .containsExactly("alpha", "beta", "gämma");
    }

    @Test
    void linesArePutSteadilyInTheBackground() {
        Feed.of(file, "words", 20).start(stack);

        await().until(() -> records().size() == 3);
    }

    private List<StoredRecord> records() {
        DataStream stream = stack.stream("words");
        return stream.shards()
                .get(0)
                .read(0, new ReadLimit(100, 10_000), Instant.now())
                .records();
    }

    private static String text(StoredRecord record) {
        return new String(record.data(), StandardCharsets.UTF_8);
    }
}
