package io.shardline.destination;

import io.shardline.shard.DestinationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that {@link DirectoryOutlet} writes, by shard and time. A last line without its end is not there yet. */
final class DirectorySource implements DiscardSource {
    private final Path folder;
    private final Deque<Path> files = new ArrayDeque<>();
    private Path file;
    private BufferedReader reader;
    private long line;

    DirectorySource(Path folder) throws DestinationException {
        this.folder = folder;
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(path -> path.toString().endsWith(DirectoryOutlet.SUFFIX))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** A line of a file. */
    private record Line(String id, String text) implements Item {
        @Override
        public void done() {
            // The line stays: somebody may still want to look at it.
        }

        @Override
        public void left() {
            // It is there anyway.
        }
    }

    @Override
    public Optional<Item> next() throws DestinationException {
        try {
            while (reader != null || !files.isEmpty()) {
                if (reader == null) {
                    open(files.remove());
                }
                String text = readLine();
                if (text != null) {
                    line++;
                    return Optional.of(new Line(file.getFileName() + ":" + line, text));
                }
                closeReader();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private void open(Path next) throws IOException {
        file = next;
        line = 0;
        reader = Files.newBufferedReader(next, StandardCharsets.ISO_8859_1);
    }

    /** Unlike BufferedReader's, gives no line that has no end. */
    private String readLine() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int character = reader.read(); character >= 0; character = reader.read()) {
            if (character == '\n') {
                return text.toString();
            }
            text.append((char) character);
        }
        return null;
    }

    private void closeReader() throws IOException {
        reader.close();
        reader = null;
    }

    @Override
    public boolean forgets() {
        return false;
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                closeReader();
            } catch (IOException e) {
                // Nothing was written; what was read is read.
            }
        }
    }

    private DestinationException failure(Path what, IOException fault) {
        return new DestinationException(
                "folder " + folder + ": cannot read " + what + ": " + DirectoryOutlet.reason(fault), fault);
    }
}
