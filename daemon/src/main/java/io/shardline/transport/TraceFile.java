package io.shardline.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.shardline.concurrent.Deadline;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel.Receiver;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tracer that writes transcripts ({@code protocol-spec/README.md}) into a file, a line at a time: after a crash the
 * file holds everything up to it. A file that cannot be written ends the trace and nothing else.
 */
public final class TraceFile implements WireTracer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final double NANOS_PER_MICRO = 1e3;

    private final Path file;
    private final Predicate<ShardRef> shards;
    private final UnaryOperator<OutputStream> redactor;
    private final OutputStream out;
    private boolean broken;

    /**
     * Opens the file.
     *
     * @param file the trace is appended to it
     * @param shards whether the lines of this shard are traced
     * @param redactor makes a stream that removes from each line what the trace must not hold
     */
    public TraceFile(Path file, Predicate<ShardRef> shards, UnaryOperator<OutputStream> redactor) throws IOException {
        this.file = file;
        this.shards = shards;
        this.redactor = redactor;
        this.out = new BufferedOutputStream(open(file));
    }

    /** A trace may hold the records' data: a new one is for its owner alone. */
    private static OutputStream open(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Channels.newOutputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), rights));
    }

    @Override
    public LineChannel trace(ShardRef shard, long pid, LineChannel channel) {
        return shards.test(shard) ? new TracedChannel(channel, new Conversation(shard, pid)) : channel;
    }

    @Override
    public synchronized void close() throws IOException {
        broken = true;
        out.close();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private synchronized void write(Conversation conversation, String to, Content content) {
        if (broken) {
            return;
        }
        try {
            try (JsonGenerator json = JSON.createGenerator(out)) {
                json.writeStartObject();
                json.writeNumberField("ms", conversation.millis());
                json.writeStringField("at", Instant.now().toString());
                json.writeStringField("shardId", conversation.shard.shardId());
                json.writeNumberField("pid", conversation.pid);
                json.writeStringField("to", to);
                content.write(json);
                json.writeEndObject();
            }
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            broken = true;
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .log("the trace ends here, its file cannot be written: {}", e.toString());
        }
    }

    private static void line(JsonGenerator json, byte[] bytes, int offset, int length) throws IOException {
        try {
            json.writeStringField(
                    "line",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, offset, length))
                            .toString());
        } catch (CharacterCodingException e) {
            json.writeFieldName("bytes");
            json.writeBinary(bytes, offset, length);
        }
    }

    /** One conversation, and when it began. */
    private final class Conversation {
        private final ShardRef shard;
        private final long pid;
        private final long began = System.nanoTime();
        private final AtomicBoolean inputClosed = new AtomicBoolean();
        private final AtomicBoolean outputClosed = new AtomicBoolean();

        Conversation(ShardRef shard, long pid) {
            this.shard = shard;
            this.pid = pid;
        }

        /** To the microsecond. */
        double millis() {
            return Math.round((System.nanoTime() - began) / NANOS_PER_MICRO) / NANOS_PER_MICRO;
        }

        void received(byte[] bytes, int offset, int length) {
            write(this, "daemon", json -> line(json, bytes, offset, length));
        }

        void sent(byte[] bytes, boolean dataLeftOut) {
            write(this, "processor", json -> {
                line(json, bytes, 0, bytes.length);
                if (dataLeftOut) {
                    json.writeBooleanField("dataLeftOut", true);
                }
            });
        }

        /** The daemon closed the processor's input. */
        void inputClosed() {
            if (inputClosed.compareAndSet(false, true)) {
                write(this, "processor", json -> json.writeBooleanField("closed", true));
            }
        }

        /** The processor closed its output. Reported by the channel and by the end of the process. */
        void outputClosed() {
            if (outputClosed.compareAndSet(false, true)) {
                write(this, "daemon", json -> json.writeBooleanField("closed", true));
            }
        }
    }

    private final class TracedChannel implements LineChannel {
        private final LineChannel channel;
        private final Conversation conversation;

        TracedChannel(LineChannel channel, Conversation conversation) {
            this.channel = channel;
            this.conversation = conversation;
        }

        @Override
        public void listen(Receiver receiver) {
            channel.listen(new TracedReceiver(receiver, conversation));
        }

        @Override
        public Sent send(Line line, Supplier<Deadline> deadline) throws InterruptedException {
            return channel.send(new TracedLine(line, conversation), deadline);
        }

        @Override
        public Received receive(Supplier<Deadline> deadline) throws InterruptedException {
            return channel.receive(deadline);
        }

        @Override
        public void catchUp() {
            channel.catchUp();
        }

        @Override
        public void closeOutput() {
            conversation.inputClosed();
            channel.closeOutput();
        }

        @Override
        public void close() {
            channel.close();
        }
    }

    /** A line that is recorded just before its end is sent, so that it comes before its status in the trace. */
    private final class TracedLine implements LineChannel.Line {
        private final LineChannel.Line line;
        private final Conversation conversation;

        TracedLine(LineChannel.Line line, Conversation conversation) {
            this.line = line;
            this.conversation = conversation;
        }

        @Override
        public void writeTo(OutputStream target) throws IOException {
            line.writeTo(new Copy(target));
        }

        private final class Copy extends OutputStream {
            private final OutputStream target;
            private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
            private final OutputStream filter = redactor.apply(kept);
            private long length;

            Copy(OutputStream target) {
                this.target = target;
            }

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                boolean atEnd = count > 0 && bytes[offset + count - 1] == '\n';
                int text = atEnd ? count - 1 : count;
                filter.write(bytes, offset, text);
                length += text;
                if (atEnd) {
                    conversation.sent(kept.toByteArray(), kept.size() < length);
                }
                target.write(bytes, offset, count);
            }

            @Override
            public void flush() throws IOException {
                target.flush();
            }
        }
    }

    private record TracedReceiver(Receiver receiver, Conversation conversation) implements Receiver {
        @Override
        public void line(byte[] bytes, int offset, int length) {
            conversation.received(bytes, offset, length);
            receiver.line(bytes, offset, length);
        }

        @Override
        public void lineTooLong(byte[] head, int length) {
            conversation.received(head, 0, head.length);
            receiver.lineTooLong(head, length);
        }

        @Override
        public void closed() {
            conversation.outputClosed();
            receiver.closed();
        }
    }
}
