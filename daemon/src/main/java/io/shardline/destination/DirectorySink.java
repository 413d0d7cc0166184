package io.shardline.destination;

import io.shardline.shard.port.DestinationException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A directory with files of JSON lines. Only their owner may read them, because they contain records. */
final class DirectorySink implements DiscardSink {
    static final String SUFFIX = ".jsonl";

    /** Several copies of a line must fit into memory. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final long ROTATE_BYTES = 64L * 1024 * 1024;

    private final Path directory;
    private final long rotateBytes;
    private final Clock clock;
    private final Map<String, ShardFile> files = new ConcurrentHashMap<>();

    DirectorySink(Path directory, Clock clock) {
        this(directory, ROTATE_BYTES, clock);
    }

    DirectorySink(Path directory, long rotateBytes, Clock clock) {
        this.directory = directory;
        this.rotateBytes = rotateBytes;
        this.clock = clock;
    }

    @Override
    public int maxMessageBytes() {
        return MAX_BYTES;
    }

    @Override
    public void put(List<Message> messages) throws DestinationException, InterruptedException {
        Map<String, List<String>> lines = messages.stream()
                .collect(Collectors.groupingBy(
                        message -> message.shard().shardId(), Collectors.mapping(Message::json, Collectors.toList())));
        for (Map.Entry<String, List<String>> shard : lines.entrySet()) {
            try {
                files.computeIfAbsent(shard.getKey(), id -> new ShardFile(directory, id, rotateBytes, clock))
                        .add(shard.getValue());
            } catch (ClosedByInterruptException e) {
                Thread.interrupted();
                throw (InterruptedException) new InterruptedException().initCause(e);
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    @Override
    public String probe() throws DestinationException {
        try {
            ShardFile.createDirectory(directory);
            Files.delete(Files.createTempFile(directory, "probe", ".tmp"));
            return "can be written";
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private DestinationException failure(IOException fault) {
        return new DestinationException(
                "cannot write to the directory " + directory + ": " + reason(fault)
                        + ": check that it is a directory, that the daemon's user may write to it and that its disk is not full",
                fault);
    }

    /** {@return the reason of the failure, without the path} */
    static String reason(IOException fault) {
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        return fault instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : fault.getClass().getSimpleName() + ": " + fault.getMessage();
    }

    @Override
    public void close() {
        // No file stays open between two calls.
    }
}
