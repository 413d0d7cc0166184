package io.shardline.processor.lines;

import io.shardline.processor.ConnectionEvents;
import io.shardline.protocol.Action;
import io.shardline.protocol.Decoder;
import io.shardline.protocol.FromProcessor;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Output;
import io.shardline.protocol.FromProcessor.PrefixedMessage;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives every line of a processor, on the thread that has read it. Messages are kept for the exchange, all other lines
 * go to the peer's log: what a processor prints between batches does not disturb the protocol.
 */
final class ProcessorInbox implements LineChannel.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorInbox.class);
    /** More messages than this that nothing asked for are a flood: the rest is dropped. */
    private static final int MAX_WAITING = 64;

    /** How much of an offending line is reported. */
    private static final int MAX_SHOWN = 4 * 1024;

    /** What came. */
    sealed interface Received {
        /**
         * A message.
         *
         * @param line how its line began, as far as a report shows it; empty for an expected message
         */
        record Message(FromProcessor message, String line) implements Received {}

        /** A line beyond the limit. */
        record TooLong(String head, int length) implements Received {}

        /** Nothing more comes. */
        record Closed() implements Received {}
    }

    private final ShardRef shard;
    private final LinePeer peer;
    private final ConnectionEvents events;
    private final Consumer<CheckpointRequest> idleRequests;
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Set<String> warned = new HashSet<>();
    /** The action that is under way; null if there is none. */
    private volatile @Nullable Action underWay;

    private volatile boolean closed;

    /**
     * Makes an inbox.
     *
     * @param idleRequests receives checkpoint requests that come while no action is under way; must not wait
     */
    ProcessorInbox(ShardRef shard, LinePeer peer, ConnectionEvents events, Consumer<CheckpointRequest> idleRequests) {
        this.shard = shard;
        this.peer = peer;
        this.events = events;
        this.idleRequests = idleRequests;
    }

    /** An action is about to be sent. */
    void beginAction(Action action) {
        underWay = action;
    }

    /** The action has ended, with or without its status. */
    void endAction() {
        underWay = null;
    }

    /** {@return what came next; {@code null} if nothing has come} */
    @Nullable
    Received next() {
        Received next = received.poll();
        if (next == null && closed && received.isEmpty()) {
            return new Received.Closed();
        }
        return next;
    }

    @Override
    public void line(byte[] bytes, int offset, int length) {
        FromProcessor meaning = Decoder.decode(bytes, offset, length);
        if (meaning instanceof PrefixedMessage prefixed) {
            peer.printed(prefixed.printed());
            meaning = prefixed.message();
        }
        if (meaning instanceof Output output) {
            print(output);
        } else if (meaning instanceof CheckpointRequest request && underWay == null) {
            fault("idle_checkpoint", "asked for a checkpoint while it was idle; the request was refused");
            idleRequests.accept(request);
        } else if (received.size() < MAX_WAITING) {
            received.add(new Received.Message(meaning, shownOf(meaning, bytes, offset, length)));
        }
    }

    private String shownOf(FromProcessor meaning, byte[] bytes, int offset, int length) {
        if (!(meaning instanceof Status status)) {
            return "";
        }
        Action answered = underWay;
        // Before the exchange knows: what follows a status immediately is not a part of the action.
        underWay = null;
        return answered != null && answered.wireName().equals(status.responseFor())
                ? ""
                : new String(bytes, offset, Math.min(length, MAX_SHOWN), StandardCharsets.UTF_8);
    }

    @Override
    public void lineTooLong(byte[] head, int length) {
        received.add(new Received.TooLong(new String(head, StandardCharsets.UTF_8), length));
        end();
    }

    /** Also called when only the process has ended: its descendants may hold its stdout open. */
    @Override
    public void closed() {
        end();
    }

    private synchronized void end() {
        if (!closed) {
            closed = true;
            received.add(new Received.Closed());
            events.disconnected();
        }
    }

    private void print(Output output) {
        boolean printed =
                switch (output.kind()) {
                    case BLANK -> false;
                    case TEXT, NOT_AN_OBJECT -> true;
                    case NO_ACTION -> {
                        fault("no_action", "printed a JSON object without an action: it is not a message");
                        yield true;
                    }
                    case UNKNOWN_ACTION -> {
                        fault("unknown_action", "printed a message with an unknown action: it is ignored");
                        yield true;
                    }
                };
        if (printed) {
            peer.printed(output.text());
        }
    }

    /** Counts the fault, and logs the first one of its kind. */
    private void fault(String kind, String what) {
        events.protocolFault(kind);
        if (warned.add(kind)) {
            LOG.atWarn().addKeyValue("shardId", shard.shardId()).log("the processor {}", what);
        }
    }
}
