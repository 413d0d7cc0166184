package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.kcl.fetch.Deaggregator;
import io.shardline.shard.port.RecordSource;
import java.util.Optional;
import software.amazon.awssdk.arns.Arn;
import software.amazon.kinesis.common.StreamIdentifier;

/** Reads shards without leasing them. */
public final class UnleasedShardReader {

    private UnleasedShardReader() {}

    /**
     * {@return a reader of a shard of any stream, which de-aggregates the records}
     *
     * @throws IllegalArgumentException if the ARN is not the ARN of a stream
     */
    public static RecordSource of(AwsClients clients, String streamArn, String shardId) {
        StreamIdentifier stream = StreamIdentifier.singleStreamInstance(Arn.fromString(streamArn));
        return new KinesisRecordSource(
                clients.kinesis(), stream, shardId, new Deaggregator(Optional.empty(), Deaggregator.UNNOTICED));
    }
}
