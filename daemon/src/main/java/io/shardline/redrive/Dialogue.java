package io.shardline.redrive;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.concurrent.Deadline;
import io.shardline.protocol.Decoder;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.PrefixedMessage;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.redrive.Target.TargetException;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.LineChannel.Sent;
import io.shardline.transport.StdioChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Asks one process for one thing after the other; its checkpoints are granted. Lines that are no messages are its log. */
final class Dialogue implements LineChannel.Receiver {
    private final Child child;
    private final StdioChannel channel;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /** What came from the process. */
    private sealed interface Heard {
        record Message(FromProcessor content) implements Heard {}

        record Closed(String how) implements Heard {}
    }

    /** Begins with a child that was just started. */
    Dialogue(Child child, int maxLineBytes, ShardRef shard) throws IOException {
        this.child = child;
        this.channel = new StdioChannel(child.stdin(), child.stdout(), maxLineBytes, this);
        channel.startReading("stdout " + shard.shardId(), child.rounds());
        child.onEnd(channel::processEnded, channel::close);
    }

    @Override
    public void line(byte[] bytes, int offset, int length) {
        FromProcessor meaning = Decoder.decode(bytes, offset, length);
        FromProcessor message = meaning instanceof PrefixedMessage glued ? glued.message() : meaning;
        if (message instanceof FromProcessor.Output output) {
            child.log().stdout(output.text());
        } else {
            heard.add(new Heard.Message(message));
        }
    }

    @Override
    public void lineTooLong(byte[] head, int length) {
        heard.add(new Heard.Closed("printed a line of more than " + length + " bytes"));
    }

    @Override
    public void closed() {
        heard.add(new Heard.Closed(""));
    }

    /**
     * Sends an action and sees it through.
     *
     * @throws TargetException if it is not answered, or not as it should be
     */
    void ask(ToProcessor action, Duration patience) throws TargetException, InterruptedException {
        Deadline deadline = Deadline.after(patience);
        send(action, action, deadline);
        while (true) {
            Heard next = heard.poll(deadline.remainingNanos(patience), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw failure("did not answer " + action.wireName() + " within " + patience.toSeconds() + " s");
            }
            if (next instanceof Heard.Closed closed) {
                throw failure(
                        closed.how().isEmpty() ? end() + " before it had answered " + action.wireName() : closed.how());
            }
            FromProcessor message = ((Heard.Message) next).content();
            if (message instanceof CheckpointRequest request) {
                send(action, CheckpointReply.success(request), deadline);
            } else if (message instanceof Status status) {
                check(action, status);
                return;
            }
        }
    }

    private void check(ToProcessor action, Status status) throws TargetException {
        if (!action.wireName().equals(status.responseFor())) {
            throw failure("answered " + action.wireName() + " with a status for " + status.responseFor());
        }
        if (action instanceof ToProcessor.ProcessRecords && status.failure() != null) {
            throw failure("reported that its batch failed");
        }
    }

    private void send(ToProcessor action, ToProcessor message, Deadline deadline)
            throws TargetException, InterruptedException {
        Sent sent = channel.send(out -> Encoder.write(message, out), deadline);
        if (sent instanceof Sent.TimedOut) {
            throw failure("did not read " + action.wireName() + " in time");
        }
        if (sent instanceof Sent.Broken) {
            throw failure(end() + " before it had answered " + action.wireName());
        }
    }

    private String end() throws InterruptedException {
        ChildExit exit = child.awaitOwnEnd();
        return exit == null ? "closed its pipe" : exit.describe();
    }

    private TargetException failure(String what) {
        List<String> tail = child.log().tail();
        String last = tail.isEmpty() ? "" : "; its last line: " + tail.get(tail.size() - 1);
        return new TargetException("the processor " + what + last, null);
    }
}
