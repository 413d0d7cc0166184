package io.shardline.transport;

import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel.Receiver;

/** Writes conversations down, or does not: {@link #NONE}. Safe for use from any thread. */
public interface WireTracer {

    /** Leaves everything as it is. */
    WireTracer NONE = (shard, pid) -> Tap.NONE;

    /** {@return where to listen to the conversation with this child} */
    Tap tap(ShardRef shard, long pid);

    /** Listens to one conversation. */
    interface Tap {
        /** Hears nothing. */
        Tap NONE = new Tap() {
            @Override
            public LineChannel channel(LineChannel channel) {
                return channel;
            }

            @Override
            public Receiver receiver(Receiver receiver) {
                return receiver;
            }

            @Override
            public void inputClosed() {}
        };

        /** {@return a channel that writes down what is sent through it} */
        LineChannel channel(LineChannel channel);

        /** {@return a receiver that writes down what it passes on} */
        Receiver receiver(Receiver receiver);

        /** The child's stdin is about to be closed. */
        void inputClosed();
    }
}
