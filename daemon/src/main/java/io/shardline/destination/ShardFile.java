package io.shardline.destination;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the files of one shard, one after the other, each with complete lines only. No other process writes to them, so
 * several daemons can share the directory. A file is open only during a write.
 */
final class ShardFile {
    private static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int RANDOM_LENGTH = 8;

    private final Path directory;
    private final String shardId;
    private final long rotateBytes;
    private final Clock clock;
    private Path current;

    /**
     * Creates no file yet.
     *
     * @param rotateBytes a new file is created when the current one has reached this size
     */
    ShardFile(Path directory, String shardId, long rotateBytes, Clock clock) {
        this.directory = directory;
        this.shardId = shardId;
        this.rotateBytes = rotateBytes;
        this.clock = clock;
    }

    /** Appends the lines to the current file and returns when they are on disk: all of them, or none. */
    synchronized void add(List<String> lines) throws IOException {
        if (current == null || !Files.exists(current) || Files.size(current) >= rotateBytes) {
            current = create();
        }
        Path file = current;
        current = null; // after a failure its end is unknown, and it is not used again
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long start = channel.size();
            channel.position(start);
            try {
                for (String line : lines) {
                    writeAll(channel, line);
                }
                channel.force(true);
            } catch (IOException e) {
                undo(file, channel, start, e);
                throw e;
            }
        }
        current = file;
    }

    /** If this fails too, an incomplete line or an empty file remains, which readers ignore. */
    private static void undo(Path file, FileChannel channel, long length, IOException because) {
        try {
            channel.truncate(length);
            if (length == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static void writeAll(FileChannel channel, String line) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Creates a file whose name sorts by shard and time. */
    private Path create() throws IOException {
        createDirectory(directory);
        String random = UUID.randomUUID().toString().substring(0, RANDOM_LENGTH);
        Path file = directory.resolve(
                shardId + "." + NAME_TIME.format(Instant.now(clock)) + "." + random + DirectorySink.SUFFIX);
        Files.createFile(file, ownerOnly(file, "rw-------"));
        force(directory);
        return file;
    }

    /** Creates the directory, accessible to its owner only, if it does not exist. */
    static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
        }
    }

    /** Makes the name of a new file durable; forcing its content does not. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String rights) {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(rights);
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
