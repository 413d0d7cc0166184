package io.shardline.destination;

import io.shardline.shard.port.DestinationException;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;

/** Another Kinesis stream: a record for each message, whose partition key is the shard id of the discarded records. */
final class StreamSink implements DiscardSink {
    /** The default limit of a record, less the partition key, which counts too. */
    private static final int MAX_BYTES = 1024 * 1024 - 256;

    private final StreamWriter stream;

    StreamSink(StreamWriter stream) {
        this.stream = stream;
    }

    @Override
    public int maxMessageBytes() {
        return MAX_BYTES;
    }

    @Override
    public void put(List<Message> messages) throws DestinationException, InterruptedException {
        stream.putEntries(messages.stream()
                .map(message -> StreamWriter.entry(message.shard().shardId(), SdkBytes.fromUtf8String(message.json())))
                .toList());
    }

    @Override
    public String probe() throws DestinationException, InterruptedException {
        return stream.probe();
    }

    @Override
    public void close() {
        stream.close();
    }
}
