package io.shardline.shard;

import io.shardline.child.ProcessorLog;
import io.shardline.processor.ConnectionEvents;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears everything that a child prints, on whichever thread has read it: messages are kept for the session, all else
 * goes to the log. So what a child prints between batches never disturbs the protocol.
 */
final class ProcessorInbox implements LineChannel.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorInbox.class);
    /** More messages than one that nobody has asked for are a flood. */
    private static final int MAX_WAITING = 64;

    /** So much of an offending line is reported. */
    private static final int MAX_SHOWN = 4 * 1024;

    /** What came. */
    sealed interface Received {
        /**
         * A message.
         *
         * @param line how its line began, as far as a report shows it; empty for what was awaited
         */
        record Message(FromProcessor message, String line) implements Received {}

        record TooLong(String head, int length) implements Received {}

        record Closed() implements Received {}
    }

    private final ShardRef shard;
    private final ConnectionEvents events;
    private final Queue<Received> heard = new ConcurrentLinkedQueue<>();
    private final Set<String> warned = new HashSet<>();
    private ProcessorLog log;
    private Consumer<CheckpointRequest> whenIdle;
    private Runnable onSilence;
    /** The action that is under way; null if there is none. */
    private volatile String underWay;

    private volatile boolean closed;

    ProcessorInbox(ShardRef shard, ConnectionEvents events) {
        this.shard = shard;
        this.events = events;
    }

    /**
     * Completes the ear, before the channel is listened to.
     *
     * @param idleCheckpoints gets requests that come while no action is under way; must not block
     * @param silence called once when nothing more will come; must not block
     */
    void attach(ProcessorLog processorLog, Consumer<CheckpointRequest> idleCheckpoints, Runnable silence) {
        log = processorLog;
        whenIdle = idleCheckpoints;
        onSilence = silence;
    }

    /** From now on this action is under way. */
    void listenDuring(String action) {
        underWay = action;
    }

    /** No action is under way any more. */
    void stopListening() {
        underWay = null;
    }

    /** {@return what came next; {@code null} if nothing has come} */
    Received next() {
        Received next = heard.poll();
        if (next == null && closed && heard.isEmpty()) {
            return new Received.Closed();
        }
        return next;
    }

    @Override
    public void line(byte[] bytes, int offset, int length) {
        FromProcessor meaning = Decoder.decode(bytes, offset, length);
        if (meaning instanceof PrefixedMessage glued) {
            log.stdout(glued.printed());
            meaning = glued.message();
        }
        if (meaning instanceof Output output) {
            print(output);
        } else if (meaning instanceof CheckpointRequest request && underWay == null) {
            fault("idle_checkpoint", "asked for a checkpoint while it had nothing to do; it was refused");
            whenIdle.accept(request);
        } else if (heard.size() < MAX_WAITING) {
            String shown = "";
            if (meaning instanceof Status status) {
                if (status.responseFor() == null || !status.responseFor().equals(underWay)) {
                    shown = new String(bytes, offset, Math.min(length, MAX_SHOWN), StandardCharsets.UTF_8);
                }
                // Before the session knows: what comes right behind a status must not pass for a part of the action.
                underWay = null;
            }
            heard.add(new Received.Message(meaning, shown));
        }
    }

    @Override
    public void lineTooLong(byte[] head, int length) {
        heard.add(new Received.TooLong(new String(head, StandardCharsets.UTF_8), length));
        end();
    }

    /** Also called when only the process has ended: what it left behind may hold its stdout open. */
    @Override
    public void closed() {
        end();
    }

    private synchronized void end() {
        if (!closed) {
            closed = true;
            heard.add(new Received.Closed());
            onSilence.run();
        }
    }

    private void print(Output output) {
        switch (output.kind()) {
            case BLANK -> {}
            case TEXT, NOT_AN_OBJECT -> log.stdout(output.text());
            case NO_ACTION -> {
                fault("no_action", "printed a JSON object without an action: it is no message");
                log.stdout(output.text());
            }
            case UNKNOWN_ACTION -> {
                fault("unknown_action", "printed a message with an unknown action: it is ignored");
                log.stdout(output.text());
            }
        }
    }

    /** Counts it, and says it once. */
    private void fault(String kind, String what) {
        events.protocolFault(kind);
        if (warned.add(kind)) {
            LOG.atWarn().addKeyValue("shardId", shard.shardId()).log("the processor {}", what);
        }
    }
}
