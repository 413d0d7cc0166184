package io.shardline.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A worker id in a small file, under an exclusive lock for as long as the process lives; the system frees the lock
 * however the process ends. Each application has a row of such files on a host, and a daemon takes the first that is
 * free, so that no two living daemons share an id.
 *
 * <p>An id is good only in the file, on the host and in the run of the machine for which it was made: in a copy, such as
 * a clone of a machine or an image of a container, it is replaced. Files are never deleted: a lock on a deleted file
 * locks nothing.
 */
final class WorkerIdFile implements AutoCloseable {
    private static final String TITLE = "shardline worker id";
    private static final int MAX_DAEMONS = 256;
    private static final int MAX_BYTES = 4096;
    private static final int LONGEST_NAME = 80;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final FileChannel locked;
    private final String workerId;

    private WorkerIdFile(FileChannel locked, String workerId) {
        this.locked = locked;
        this.workerId = workerId;
    }

    /**
     * Locks the first free file of the application.
     *
     * @throws IOException if there is none, or it cannot be trusted; the message is for people
     */
    static WorkerIdFile claim(Path directory, String application, Host host) throws IOException {
        createOwnerOnly(directory);
        for (int slot = 0; slot < MAX_DAEMONS; slot++) {
            Path file = directory.resolve(nameOf(application, host, slot));
            FileChannel channel = open(file);
            boolean ours = false;
            try {
                ours = isLocked(channel);
                if (ours) {
                    return new WorkerIdFile(channel, idIn(channel, boundTo(file, host)));
                }
            } catch (IOException e) {
                ours = false;
                throw new IOException(file + ": " + e.getMessage(), e);
            } finally {
                if (!ours) {
                    channel.close();
                }
            }
        }
        throw new IOException(MAX_DAEMONS + " daemons of this application hold their files in " + directory);
    }

    String workerId() {
        return workerId;
    }

    /** Frees the id for the next daemon. */
    @Override
    public void close() {
        try {
            locked.close();
        } catch (IOException e) {
            throw new IllegalStateException("the worker id's file was not closed", e);
        }
    }

    private static void createOwnerOnly(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
        } else {
            Files.createDirectories(directory);
        }
    }

    /** Readable for people, and different for different applications and hosts even where letters are replaced. */
    private static String nameOf(String application, Host host, int slot) {
        String readable = (application + "@" + host.name()).replaceAll("[^A-Za-z0-9_.@-]", "_");
        String shortened = readable.substring(0, Math.min(LONGEST_NAME, readable.length()));
        UUID exact = UUID.nameUUIDFromBytes((application + "\n" + host.name()).getBytes(StandardCharsets.UTF_8));
        return shortened + "." + exact + "." + slot;
    }

    /** Follows no link, so that nobody can have us write elsewhere in a directory that others share. */
    private static FileChannel open(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                posix ? new FileAttribute<?>[] {OWNER_ONLY_FILE} : new FileAttribute<?>[0]);
        if (posix && isOthersToo(file)) {
            channel.close();
            throw new IOException(file + " can be written by others");
        }
        return channel;
    }

    private static boolean isOthersToo(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Not if another process has it, or another daemon of this one, as in tests. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String boundTo(Path file, Host host) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return host.name() + " " + host.boot() + " " + Objects.toString(key, "");
    }

    private static String idIn(FileChannel channel, String bound) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // The file is three lines.
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        if (!lines.isEmpty() && !lines.get(0).equals(TITLE)) {
            throw new IOException("holds something else than a worker id");
        }
        if (lines.size() == 3 && lines.get(2).equals(bound) && !lines.get(1).isBlank()) {
            return lines.get(1);
        }
        String id = UUID.randomUUID().toString();
        ByteBuffer content = StandardCharsets.UTF_8.encode(TITLE + "\n" + id + "\n" + bound + "\n");
        channel.truncate(0);
        channel.position(0);
        while (content.hasRemaining()) {
            channel.write(content);
        }
        channel.force(true);
        return id;
    }
}
