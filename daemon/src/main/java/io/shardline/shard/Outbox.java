package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.transport.LineChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * Sends messages to one child, and knows how much of what it sent the child has not shown to have read: a status shows
 * that the action before it was read. So a child that asks for checkpoints without an end and never reads an answer
 * fills its pipe, but stops nobody.
 *
 * <p>Safe for use from any thread; one message goes out at a time.
 */
final class Outbox {
    private final LineChannel channel;
    private long unread;
    private long unreadBehindAction;

    Outbox(LineChannel channel) {
        this.channel = channel;
    }

    /**
     * Sends a message.
     *
     * @param deadline asked again and again while the message is stuck, on the caller's thread
     */
    synchronized LineChannel.Sent send(ToProcessor message, Supplier<Deadline> deadline) throws InterruptedException {
        long size = Encoder.sizeHint(message);
        unread += size;
        unreadBehindAction = message instanceof CheckpointReply ? unreadBehindAction + size : 0;
        return channel.send(new EncodedLine(message, unread), deadline);
    }

    /** The action that was sent last was answered. */
    synchronized void answered() {
        unread = unreadBehindAction;
    }

    /** A message as a line that is encoded while it is written. */
    private record EncodedLine(ToProcessor message, long sizeHint) implements LineChannel.Line {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            Encoder.write(message, out);
        }
    }
}
