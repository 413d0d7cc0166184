package io.shardline.benchmarks.endtoend;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.util.List;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The least that a reader on the AWS SDK can do: {@code BareReader ENDPOINT STREAM TALLY} gets the records of every shard
 * from the beginning, a thread a shard, and counts them in a tally as a processor does.
 *
 * <p>Its libraries are those in daemon.jar, and its client is built as Shardline builds the KCL's.
 */
final class BareReader implements Runnable {
    private static final int TALLY_BYTES = 3 * Long.BYTES;
    private static final int MAX_RECORDS = 10_000;

    private final KinesisAsyncClient kinesis;
    private final String stream;
    private final Shard shard;
    private final MappedByteBuffer tally;

    private BareReader(KinesisAsyncClient kinesis, String stream, Shard shard, MappedByteBuffer tally) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.shard = shard;
        this.tally = tally;
    }

    public static void main(String[] args) throws IOException {
        KinesisAsyncClient kinesis = KinesisAsyncClient.builder()
                .endpointOverride(URI.create(args[0]))
                .region(Region.US_EAST_1)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
                .build();
        List<Shard> shards = kinesis.listShards(request -> request.streamName(args[1]))
                .join()
                .shards();
        for (Shard shard : shards) {
            new Thread(new BareReader(kinesis, args[1], shard, tally(args[2] + "/" + shard.shardId())), shard.shardId())
                    .start();
        }
    }

    private static MappedByteBuffer tally(String path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path + ".tally", "rw")) {
            MappedByteBuffer buffer = file.getChannel().map(MapMode.READ_WRITE, 0, TALLY_BYTES);
            buffer.order(ByteOrder.LITTLE_ENDIAN);
            return buffer;
        }
    }

    @Override
    public void run() {
        String iterator = kinesis.getShardIterator(request -> request.streamName(stream)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .join()
                .shardIterator();
        while (iterator != null) {
            String from = iterator;
            GetRecordsResponse response = kinesis.getRecords(
                            request -> request.shardIterator(from).limit(MAX_RECORDS))
                    .join();
            count(response);
            iterator = response.nextShardIterator();
        }
    }

    private void count(GetRecordsResponse response) {
        long bytes = response.records().stream()
                .mapToLong(record -> record.data().asByteArrayUnsafe().length)
                .sum();
        tally.putLong(0, tally.getLong(0) + response.records().size());
        tally.putLong(Long.BYTES, tally.getLong(Long.BYTES) + bytes);
        tally.putLong(2 * Long.BYTES, 1);
    }
}
