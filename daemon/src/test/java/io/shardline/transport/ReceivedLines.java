package io.shardline.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what a channel passes on, and on which threads. */
final class ReceivedLines implements LineChannel.Receiver {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Set<String> readers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** {@return the names of the threads that have passed lines on} */
    Set<String> readers() {
        return readers;
    }

    /** {@return whether the channel reported its end} */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void line(byte[] bytes, int offset, int length) {
        lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        readers.add(Thread.currentThread().getName());
    }

    @Override
    public void lineTooLong(byte[] head, int length) {
        lines.add("too long: " + new String(head, StandardCharsets.UTF_8));
    }

    @Override
    public void closed() {
        closed = true;
    }
}
