package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.DestinationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Puts records into a stream of Kinesis, and again those that it refused. Safe for use from any thread. */
public final class StreamWriter implements AutoCloseable {
    private static final int MIB = 1024 * 1024;

    /** The limits of PutRecords. */
    private static final Groups GROUPS = new Groups(500, 5 * MIB);

    private final String place;
    private final Optional<String> arn;
    private final Optional<String> name;
    private final Calls calls;
    private final KinesisAsyncClient kinesis;

    /**
     * Makes it; calls nothing.
     *
     * @param stream its name or its ARN
     */
    public StreamWriter(String stream, ServiceSettings settings, AwsClients clients) {
        this.place = "Kinesis stream " + stream;
        this.arn = Optional.of(stream).filter(text -> text.startsWith("arn:"));
        this.name = arn.isPresent() ? Optional.empty() : Optional.of(stream);
        this.calls = new Calls(place, settings, ServiceNames.KINESIS, "Kinesis");
        this.kinesis = calls.settle(clients, KinesisAsyncClient.builder()).build();
    }

    /** Puts data and partition key of each record. Returns when all are in the stream; some may be there twice. */
    public void put(List<DataRecord> records) throws DestinationException, InterruptedException {
        putEntries(records.stream()
                .map(record -> entry(record.partitionKey(), SdkBytes.fromByteBuffer(record.data())))
                .toList());
    }

    static PutRecordsRequestEntry entry(String partitionKey, SdkBytes data) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(partitionKey)
                .data(data)
                .build();
    }

    void putEntries(List<PutRecordsRequestEntry> entries) throws DestinationException, InterruptedException {
        GROUPS.send(
                place,
                entries,
                entry -> entry.data().asByteArrayUnsafe().length
                        + entry.partitionKey().length(),
                group -> refused(calls.wait(
                        "kinesis:PutRecords",
                        () -> kinesis.putRecords(PutRecordsRequest.builder()
                                .streamARN(arn.orElse(null))
                                .streamName(name.orElse(null))
                                .records(group)
                                .build()))));
    }

    private static Map<Integer, String> refused(PutRecordsResponse answer) {
        Map<Integer, String> refused = new TreeMap<>();
        for (int i = 0; i < answer.records().size(); i++) {
            PutRecordsResultEntry result = answer.records().get(i);
            if (result.errorCode() != null) {
                refused.put(i, result.errorCode() + ": " + result.errorMessage());
            }
        }
        return refused;
    }

    /** {@return what the stream looks like, part of a sentence} */
    public String probe() throws DestinationException, InterruptedException {
        StreamDescriptionSummary found = calls.wait(
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
