package io.shardline.localstack;

import io.shardline.localstack.kinesis.KinesisTimings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How a local stack is started.
 *
 * @param streams the streams to create
 * @param kinesisPort the port of Kinesis, or 0 for any free one
 * @param dynamoDbPort the port of DynamoDB, or 0 for any free one
 * @param dynamoDb whether DynamoDB Local is started at all; a test of Kinesis alone is quicker without
 * @param timings the clocks of Kinesis
 * @param clock the time of Kinesis; a test may let it run ahead
 */
public record LocalStackOptions(
        List<StreamSpec> streams,
        int kinesisPort,
        int dynamoDbPort,
        boolean dynamoDb,
        KinesisTimings timings,
        InstantSource clock) {
    /** Both services on free ports and no streams. */
    public static LocalStackOptions defaults() {
        return new LocalStackOptions(List.of(), 0, 0, true, KinesisTimings.aws(), InstantSource.system());
    }

    public LocalStackOptions withStream(String name, int shards) {
        List<StreamSpec> more = new ArrayList<>(streams);
        more.add(new StreamSpec(name, shards));
        return new LocalStackOptions(List.copyOf(more), kinesisPort, dynamoDbPort, dynamoDb, timings, clock);
    }

    public LocalStackOptions withPorts(int kinesis, int dynamo) {
        return new LocalStackOptions(streams, kinesis, dynamo, dynamoDb, timings, clock);
    }

    public LocalStackOptions withoutDynamoDb() {
        return new LocalStackOptions(streams, kinesisPort, dynamoDbPort, false, timings, clock);
    }

    public LocalStackOptions withTimings(KinesisTimings kinesisTimings) {
        return new LocalStackOptions(streams, kinesisPort, dynamoDbPort, dynamoDb, kinesisTimings, clock);
    }

    public LocalStackOptions withClock(InstantSource kinesisClock) {
        return new LocalStackOptions(streams, kinesisPort, dynamoDbPort, dynamoDb, timings, kinesisClock);
    }
}
