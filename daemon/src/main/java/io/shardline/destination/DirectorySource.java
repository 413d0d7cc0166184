package io.shardline.destination;

import io.shardline.shard.port.DestinationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that {@link DirectorySink} writes, by shard and time. Ignores a last line that is not complete. */
final class DirectorySource implements DiscardSource {
    private final Path directory;
    private final Deque<Path> files = new ArrayDeque<>();
    private Path file;
    private BufferedReader reader;
    private long line;

    DirectorySource(Path directory) throws DestinationException {
        this.directory = directory;
        try (Stream<Path> found = Files.list(directory)) {
            found.filter(path -> path.toString().endsWith(DirectorySink.SUFFIX))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw failure(directory, e);
        }
    }

    /** A line of a file. */
    private record Line(String id, String text) implements Item {
        @Override
        public void acknowledge() {
            // Processed lines stay in the file, for people who want to look at them.
        }

        @Override
        public void release() {
            // Nothing to release: the line is still in the file.
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

    /** Unlike BufferedReader.readLine, ignores a line without a line end. */
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
    public boolean removesAcknowledged() {
        return false;
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                closeReader();
            } catch (IOException e) {
                // Only read from: nothing can be lost.
            }
        }
    }

    private DestinationException failure(Path what, IOException fault) {
        return new DestinationException(
                "directory " + directory + ": cannot read " + what + ": " + DirectorySink.reason(fault), fault);
    }
}
