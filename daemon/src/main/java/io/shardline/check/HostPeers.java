package io.shardline.check;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.Poller;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.processor.hosted.DialException;
import io.shardline.processor.hosted.Dialer;
import io.shardline.protocol.AttachedFields;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.SocketLines;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Connects to a host for each conversation, and starts the host first if its command is given. */
final class HostPeers implements Peers {
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration DIAL_PAUSE = Duration.ofMillis(50);

    private final Dialer dialer;
    private final Poller poller = new Poller("check-poller");
    private final WireTracer tracer;
    private final Duration statusTimeout;
    private final Optional<HostProgram> program;
    private long connections;

    /**
     * Connects to nothing yet.
     *
     * @param program the host's process; empty if somebody else has started it
     */
    HostPeers(ProcessorAddress address, WireTracer tracer, Duration statusTimeout, Optional<HostProgram> program) {
        this.dialer = new Dialer(address, DIAL_TIMEOUT);
        this.tracer = tracer;
        this.statusTimeout = statusTimeout;
        this.program = program;
    }

    /** {@return the host's process; empty if somebody else has started it} */
    Optional<HostProgram> program() {
        return program;
    }

    /** {@return the last of what the host printed, for a finding; may be empty} */
    String lastOutput() {
        return program.map(HostProgram::lastOutput).orElse("");
    }

    /** Waits until the host listens, if it has just been started. Throws what the last attempt to connect threw. */
    void awaitListening() throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(statusTimeout);
        while (true) {
            try {
                dialer.dial().close();
                return;
            } catch (DialException e) {
                if (program.isEmpty() || !program.get().isRunning() || deadline.expired()) {
                    throw e;
                }
                TimeUnit.NANOSECONDS.sleep(DIAL_PAUSE.toNanos());
            }
        }
    }

    /** {@return whether the host refuses new connections within this time} */
    boolean awaitRefusal(Duration wait) throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(wait);
        while (!deadline.expired()) {
            try {
                dialer.dial().close();
            } catch (DialException e) {
                return true;
            }
            TimeUnit.NANOSECONDS.sleep(DIAL_PAUSE.toNanos());
        }
        return false;
    }

    @Override
    public Peer open(ShardRef shard) throws IOException, InterruptedException {
        SocketChannel socket = dialer.dial();
        try {
            SocketLines lines = new SocketLines(socket, SimulatedDaemon.MAX_LINE_BYTES, poller);
            return new HostPeer(tracer.trace(shard, ++connections, lines.channel()));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        program.ifPresent(HostProgram::close);
    }

    private final class HostPeer implements Peer {
        private static final AttachedFields FIELDS =
                new AttachedFields(CheckContext.APPLICATION, "check-processor", CheckContext.STREAM, null);

        private final LineChannel channel;
        private final CountDownLatch closed = new CountDownLatch(1);

        HostPeer(LineChannel channel) {
            this.channel = channel;
        }

        @Override
        public LineChannel channel() {
            return channel;
        }

        @Override
        public void listen(LineChannel.Receiver receiver) {
            channel.listen(new LineChannel.Receiver() {
                @Override
                public void line(byte[] bytes, int offset, int length) {
                    receiver.line(bytes, offset, length);
                }

                @Override
                public void lineTooLong(byte[] head, int length) {
                    receiver.lineTooLong(head, length);
                }

                @Override
                public void closed() {
                    receiver.closed();
                    closed.countDown();
                }
            });
        }

        @Override
        public void write(ActionMessage message, OutputStream out) throws IOException {
            Encoder.write(message, FIELDS, statusTimeout.toMillis(), out);
        }

        @Override
        public String describeOwnEnd() {
            return "closed the connection";
        }

        @Override
        public Optional<End> awaitEnd(Duration wait) throws InterruptedException {
            return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS)
                    ? Optional.of(new End(true, describeOwnEnd()))
                    : Optional.empty();
        }

        @Override
        public String stillThere() {
            return "the connection is still open";
        }

        @Override
        public String lastOutput() {
            return HostPeers.this.lastOutput();
        }

        @Override
        public void kill() {
            channel.close();
        }
    }
}
