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
 * A worker id in a small file, which stays exclusively locked until the process ends; the system then releases the lock,
 * however the process ends. Each application has a numbered series of such files on a host. A daemon takes the first
 * unlocked one, so no two running daemons share an id.
 *
 * <p>An id is valid only in the file, on the host and since the boot for which it was created. In a copy, such as a cloned
 * machine or a container image, it is replaced. Files are never deleted, because a lock on a deleted file locks nothing.
 */
final class WorkerIdFile implements AutoCloseable {
    private static final String TITLE = "shardline worker id";
    private static final int MAX_DAEMONS = 256;
    private static final int MAX_BYTES = 4096;
    private static final int MAX_NAME_LENGTH = 80;
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
     * Locks the first unlocked file of the application.
     *
     * @throws IOException if there is none, or others may write to it; the message is for people
     */
    static WorkerIdFile claim(Path directory, String application, Host host) throws IOException {
        createOwnerOnly(directory);
        for (int slot = 0; slot < MAX_DAEMONS; slot++) {
            Path file = directory.resolve(nameOf(application, host, slot));
            FileChannel channel = open(file);
            boolean locked = false;
            try {
                locked = tryLock(channel);
                if (locked) {
                    return new WorkerIdFile(channel, idIn(channel, validFor(file, host)));
                }
            } catch (IOException e) {
                locked = false;
                throw new IOException(file + ": " + e.getMessage(), e);
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        }
        throw new IOException(MAX_DAEMONS + " daemons of this application have locked their files in " + directory);
    }

    String workerId() {
        return workerId;
    }

    /** Releases the id for another daemon. */
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

    /** {@return a readable name that is unique for application and host, even where characters are replaced} */
    private static String nameOf(String application, Host host, int slot) {
        String readable = (application + "@" + host.name()).replaceAll("[^A-Za-z0-9_.@-]", "_");
        String shortened = readable.substring(0, Math.min(MAX_NAME_LENGTH, readable.length()));
        UUID exact = UUID.nameUUIDFromBytes((application + "\n" + host.name()).getBytes(StandardCharsets.UTF_8));
        return shortened + "." + exact + "." + slot;
    }

    /** Does not follow links: in a shared directory another user's link could redirect our writes. */
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
        if (posix && isWritableByOthers(file)) {
            channel.close();
            throw new IOException(file + " is writable by other users");
        }
        // A pipe can be opened, but reading it would wait for ever.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            channel.close();
            throw new IOException(file + " is not a file; remove it");
        }
        return channel;
    }

    private static boolean isWritableByOthers(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** {@return false if another process, or another daemon in this process as in tests, has locked it} */
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String validFor(Path file, Host host) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return host.name() + " " + host.boot() + " " + Objects.toString(key, "");
    }

    private static String idIn(FileChannel channel, String validFor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Reads the whole file, which has three lines.
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        if (!lines.isEmpty() && !lines.get(0).equals(TITLE)) {
            throw new IOException("does not contain a worker id");
        }
        if (lines.size() == 3 && lines.get(2).equals(validFor) && !lines.get(1).isBlank()) {
            return lines.get(1);
        }
        String id = UUID.randomUUID().toString();
        ByteBuffer content = StandardCharsets.UTF_8.encode(TITLE + "\n" + id + "\n" + validFor + "\n");
        channel.truncate(0);
        channel.position(0);
        while (content.hasRemaining()) {
            channel.write(content);
        }
        channel.force(true);
        return id;
    }
}
