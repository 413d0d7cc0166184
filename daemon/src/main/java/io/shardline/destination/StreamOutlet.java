package io.shardline.destination;

import io.shardline.shard.DestinationException;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;

/** Another stream of Kinesis: a record for each message, with the shard that gave up as its partition key. */
final class StreamOutlet implements Outlet {
    /** What every stream takes; some are set to take more. The partition key counts too. */
    private static final int MAX_BYTES = 1024 * 1024 - 256;

    private final StreamWriter stream;

    StreamOutlet(StreamWriter stream) {
        this.stream = stream;
    }

    @Override
    public int mostBytes() {
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
