package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.port.DestinationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Puts records into a Kinesis stream and retries those that it refuses. Safe for use from any thread. */
public final class StreamWriter implements AutoCloseable {
    private static final int MIB = 1024 * 1024;

    /** The limits of PutRecords. */
    private static final GroupedCalls GROUPS = new GroupedCalls(500, 5 * MIB);

    private final String destination;
    private final Optional<String> arn;
    private final Optional<String> name;
    private final ServiceCalls calls;
    private final KinesisAsyncClient kinesis;

    /**
     * Creates it; calls no service.
     *
     * @param stream its name or ARN
     */
    public StreamWriter(String stream, ServiceSettings settings, AwsClients clients) {
        this.destination = "Kinesis stream " + stream;
        this.arn = Optional.of(stream).filter(text -> text.startsWith("arn:"));
        this.name = arn.isPresent() ? Optional.empty() : Optional.of(stream);
        this.calls = new ServiceCalls(destination, settings, ServiceNames.KINESIS, "Kinesis");
        this.kinesis = calls.configure(clients, KinesisAsyncClient.builder()).build();
    }

    /**
     * Puts the data and partition key of each record. Returns when all are in the stream; some may be there twice. A record
     * without a key is put without one: whether that is allowed is up to the stream.
     */
    public void put(List<DataRecord> records) throws DestinationException, InterruptedException {
        putEntries(records.stream()
                .map(record -> entry(record.partitionKey(), SdkBytes.fromByteBuffer(record.data())))
                .toList());
    }

    static PutRecordsRequestEntry entry(@Nullable String partitionKey, SdkBytes data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(partitionKey)
                .data(data)
                .build();
    }

    void putEntries(List<PutRecordsRequestEntry> entries) throws DestinationException, InterruptedException {
        GROUPS.send(
                destination,
                entries,
                StreamWriter::length,
                group -> refused(calls.await(
                        "kinesis:PutRecords",
                        () -> kinesis.putRecords(PutRecordsRequest.builder()
                                .streamARN(arn.orElse(null))
                                .streamName(name.orElse(null))
                                .records(group)
                                .build()))));
    }

    private static int length(PutRecordsRequestEntry entry) {
        String key = entry.partitionKey();
        return entry.data().asByteArrayUnsafe().length + (key == null ? 0 : key.length());
    }

    private static Map<Integer, String> refused(PutRecordsResponse response) {
        Map<Integer, String> refused = new TreeMap<>();
        for (int i = 0; i < response.records().size(); i++) {
            PutRecordsResultEntry result = response.records().get(i);
            if (result.errorCode() != null) {
                refused.put(i, result.errorCode() + ": " + result.errorMessage());
            }
        }
        return refused;
    }

    /** {@return the status of the stream, the end of a sentence} */
    public String probe() throws DestinationException, InterruptedException {
        StreamDescriptionSummary found = calls.await(
                        "kinesis:DescribeStreamSummary",
                        () -> kinesis.describeStreamSummary(
                                request -> request.streamARN(arn.orElse(null)).streamName(name.orElse(null))))
                .streamDescriptionSummary();
        return "is " + found.streamStatusAsString() + " with " + found.openShardCount() + " open shards";
    }

    @Override
    public void close() {
        kinesis.close();
    }
}
