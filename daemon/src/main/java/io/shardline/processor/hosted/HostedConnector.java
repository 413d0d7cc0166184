package io.shardline.processor.hosted;

import io.shardline.concurrent.Poller;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.ProcessorAwayException;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.protocol.AttachedFields;
import io.shardline.stream.ShardRef;
import io.shardline.transport.SocketLines;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens a connection to the application for each conversation.
 *
 * @param dialer connects to the application
 * @param presence watches whether the application is there
 * @param gate decides which lane may give it a batch
 * @param fields what the application learns of the daemon
 * @param settings the limits of a connection
 * @param poller reads while no session waits
 * @param tracer records conversations
 * @param threads lends threads; starts a task immediately
 */
public record HostedConnector(
        Dialer dialer,
        ApplicationPresence presence,
        BatchGate gate,
        AttachedFields fields,
        Limits settings,
        Poller poller,
        WireTracer tracer,
        Executor threads)
        implements ProcessorConnector {
    private static final AtomicLong CONNECTIONS = new AtomicLong();

    /**
     * The limits of a connection.
     *
     * @param stopWait how long the application may take to close a connection whose input has ended
     * @param hurriedStopWait the same while the daemon stops and has little time
     * @param maxLineBytes the limit of a line that the application sends
     */
    public record Limits(Duration stopWait, Duration hurriedStopWait, int maxLineBytes) {}

    @Override
    public boolean awaitReachable(Duration atMost) throws InterruptedException {
        return presence.awaitReachable(atMost);
    }

    @Override
    public ProcessorConnection connect(ShardRef shard, ConnectionEvents events)
            throws IOException, InterruptedException {
        SocketChannel socket = dial();
        SocketLines lines;
        try {
            lines = new SocketLines(socket, settings.maxLineBytes(), poller);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        long number = CONNECTIONS.incrementAndGet();
        HostedConnection connection =
                new HostedConnection(this, shard, number, lines, tracer.trace(shard, number, lines.channel()), events);
        connection.listen();
        return connection;
    }

    /** The application may have ended a moment ago: who watches it reports that. */
    private SocketChannel dial() throws IOException, InterruptedException {
        try {
            return dialer.dial();
        } catch (DialException e) {
            if (e.kind() == DialException.Kind.NO_SOCKET || e.kind() == DialException.Kind.NOT_LISTENING) {
                throw new ProcessorAwayException(e);
            }
            throw e;
        }
    }
}
