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
 * The files of one shard, one after the other, each with whole lines alone. No other process writes into them: several
 * daemons may share the folder. They are open only while something is written.
 */
final class ShardFile {
    private static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int RANDOM_LENGTH = 8;

    private final Path folder;
    private final String shardId;
    private final long rotateBytes;
    private final Clock clock;
    private Path current;

    /**
     * Makes the files' owner; creates none.
     *
     * @param rotateBytes a file that has so many bytes gets no more
     */
    ShardFile(Path folder, String shardId, long rotateBytes, Clock clock) {
        this.folder = folder;
        this.shardId = shardId;
        this.rotateBytes = rotateBytes;
        this.clock = clock;
    }

    /** Adds the lines to the current file and returns when they are on the disk: all of them, or none. */
    synchronized void add(List<String> lines) throws IOException {
        if (current == null || !Files.exists(current) || Files.size(current) >= rotateBytes) {
            current = create();
        }
        Path file = current;
        current = null; // not used again, should its end not be known
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long begin = channel.size();
            channel.position(begin);
            try {
                for (String line : lines) {
                    writeAll(channel, line);
                }
                channel.force(true);
            } catch (IOException e) {
                shorten(channel, begin, e);
                throw e;
            }
        }
        current = file;
    }

    /** A reader overlooks the beginning of a line that stays where even this fails. */
    private static void shorten(FileChannel channel, long length, IOException because) {
        try {
            channel.truncate(length);
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

    /** The name sorts by shard and time. */
    private Path create() throws IOException {
        createFolder(folder);
        String random = UUID.randomUUID().toString().substring(0, RANDOM_LENGTH);
        Path file = folder.resolve(
                shardId + "." + NAME_TIME.format(Instant.now(clock)) + "." + random + DirectoryOutlet.SUFFIX);
        Files.createFile(file, ownersAlone(file, "rw-------"));
        force(folder);
        return file;
    }

    /** Makes the folder, for its owner alone, if it is not there. */
    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownersAlone(folder, "rwx------"));
        }
    }

    /** Without it the file's name may be gone after a crash, though its content was forced. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownersAlone(Path path, String rights) {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(rights);
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
