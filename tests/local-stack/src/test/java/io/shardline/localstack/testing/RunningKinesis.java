package io.shardline.localstack.testing;

import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackOptions;
import io.shardline.localstack.kinesis.KinesisTimings;
import io.shardline.localstack.streams.DataStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A local stack without DynamoDB for a test class, with a client and the steps that most tests take. */
public final class RunningKinesis implements BeforeAllCallback, AfterAllCallback {
    private final LocalStackOptions options;
    private LocalStack stack;
    private KinesisAsyncClient client;
    private int streamsMade;

    public RunningKinesis() {
        this(KinesisTimings.aws());
    }

    public RunningKinesis(KinesisTimings timings) {
        this(LocalStackOptions.defaults().withTimings(timings));
    }

    public RunningKinesis(LocalStackOptions options) {
        this.options = options.withoutDynamoDb();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        stack = LocalStack.start(options);
        client = Clients.kinesis(stack.kinesisEndpoint());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        client.close();
        stack.close();
    }

    public LocalStack stack() {
        return stack;
    }

    public KinesisAsyncClient client() {
        return client;
    }

    /** A stream of its own for a test. */
    public DataStream newStream(int shards) {
        streamsMade++;
        return stack.createStream("stream-" + streamsMade, shards);
    }

    public String iterator(String stream, String shardId, ShardIteratorType type) {
        return iterator(GetShardIteratorRequest.builder()
                .streamName(stream)
                .shardId(shardId)
                .shardIteratorType(type)
                .build());
    }

    public String iterator(GetShardIteratorRequest request) {
        return Clients.await(client.getShardIterator(request)).shardIterator();
    }

    public GetRecordsResponse getRecords(String iterator) {
        return Clients.await(client.getRecords(request -> request.shardIterator(iterator)));
    }

    /** The payloads from an iterator on, as text. */
    public List<String> texts(String iterator) {
        return texts(getRecords(iterator).records());
    }

    public static List<String> texts(List<Record> records) {
        return records.stream().map(Record::data).map(SdkBytes::asUtf8String).toList();
    }

    /** Waits for the client's answer. */
    public <T> T await(CompletableFuture<T> answer) {
        return Clients.await(answer);
    }
}
