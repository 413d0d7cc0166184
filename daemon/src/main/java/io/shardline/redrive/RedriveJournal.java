package io.shardline.redrive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** Records in a file, one line each, which messages are done, so that the next run skips them. */
public final class RedriveJournal implements AutoCloseable {
    private final Set<String> done;
    private final FileChannel file;

    private RedriveJournal(Set<String> done, FileChannel file) {
        this.done = done;
        this.file = file;
    }

    /** Opens the file, and creates it if there is none. */
    public static RedriveJournal open(Path path) throws IOException {
        Set<String> done = new HashSet<>();
        if (Files.exists(path)) {
            String text = Files.readString(path);
            // A line without an end was not written completely.
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(done::add);
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.position(file.size());
        return new RedriveJournal(done, file);
    }

    /** {@return one that records nothing, for a source that does so itself} */
    public static RedriveJournal none() {
        return new RedriveJournal(new HashSet<>(), null);
    }

    boolean isDone(String id) {
        return done.contains(id);
    }

    void markDone(String id) throws IOException {
        done.add(id);
        if (file != null) {
            ByteBuffer line = ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
