package io.shardline.http;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps no more than a number of channels open: a new one closes the oldest. A probe needs a channel for a millisecond,
 * so clients that keep theirs close one another's and not that of a probe.
 *
 * <p>Used by the server's event loop alone.
 */
final class ChannelLimit {
    private final int max;
    private final Set<Channel> channels = new LinkedHashSet<>();

    ChannelLimit(int max) {
        this.max = max;
    }

    /** Adds a channel, as the newest if it is there already. */
    void add(Channel channel) {
        channels.remove(channel);
        channels.add(channel);
        if (channels.size() > max) {
            Iterator<Channel> oldestFirst = channels.iterator();
            Channel oldest = oldestFirst.next();
            oldestFirst.remove();
            var unused = oldest.close();
        }
    }

    void remove(Channel channel) {
        channels.remove(channel);
    }

    boolean isEmpty() {
        return channels.isEmpty();
    }
}
