package io.shardline.integration.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.integration.harness.LedgerEntry.Child;
import io.shardline.integration.harness.LedgerEntry.Message;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One process' ledger file, read as far as it has grown; a line that is cut off is left for the next time. */
final class LedgerFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private long offset;
    private Child child;

    LedgerFile(Path path) {
        this.path = path;
    }

    List<LedgerEntry> entries() {
        readOn();
        return entries;
    }

    /** The shard of its process, once that was initialized; as far as the entries were read. */
    Optional<String> shard() {
        return entries.stream()
                .filter(Message.class::isInstance)
                .map(entry -> ((Message) entry).shard())
                .findFirst();
    }

    private void readOn() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] more = new byte[(int) (file.length() - offset)];
            file.seek(offset);
            file.readFully(more);
            int begin = 0;
            for (int i = 0; i < more.length; i++) {
                if (more[i] == '\n') {
                    add(JSON.readTree(new String(more, begin, i - begin, StandardCharsets.US_ASCII)));
                    begin = i + 1;
                }
            }
            offset += begin;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the ledger " + path, e);
        }
    }

    private void add(JsonNode line) {
        if (child == null) {
            child = new Child(
                    path.getFileName().toString(),
                    line.path("pid").asLong(),
                    line.path("owner").asText());
        }
        entries.add(LedgerEntry.parse(child, line));
    }
}
