import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the words of a stream's records, with one process and one result file per shard:
 * {@code java WordCount DIRECTORY}.
 *
 * <p>The counts and the position of the last record counted are saved in one atomic step, then the position is
 * checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position and
 * counted once.
 */
final class WordCount implements Shardline.Processor {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    private final Path directory;
    private final Map<String, Long> words = new TreeMap<>();
    private Path file;
    private Shardline.Position position;
    private long records;

    private WordCount(Path directory) {
        this.directory = directory;
    }

    @Override
    public void initialize(String shardId, String sequenceNumber) throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve(shardId + ".json");
        if (Files.exists(file)) {
            load();
        }
        System.err.println("counting from " + sequenceNumber);
    }

    @Override
    public void processRecords(List<Shardline.Record> batch, Shardline.Checkpointer checkpointer) throws Exception {
        for (Shardline.Record record : batch) {
            if (position == null || record.position().compareTo(position) > 0) {
                count(new String(record.data(), StandardCharsets.UTF_8));
                position = record.position();
            }
        }
        save();
        checkpointer.checkpointWithRetries(null);
    }

    @Override
    public void shardEnded(Shardline.Checkpointer checkpointer) throws Exception {
        checkpointer.checkpointWithRetries(null);
        System.err.println("the shard has ended");
    }

    @Override
    public void shutdownRequested(Shardline.Checkpointer checkpointer) {
        // Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
        long sum = words.values().stream().mapToLong(Long::longValue).sum();
        System.err.println(records + " records, " + sum + " words so far");
    }

    private void count(String text) {
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            words.merge(matcher.group(), 1L, Long::sum);
        }
        records++;
    }

    private void load() throws IOException {
        Map<?, ?> saved = (Map<?, ?>) Json.read(Files.readString(file));
        records = asLong(saved.get("records"));
        if (saved.get("sequenceNumber") instanceof String sequenceNumber) {
            position = new Shardline.Position(new BigInteger(sequenceNumber), asLong(saved.get("subSequenceNumber")));
        }
        ((Map<?, ?>) saved.get("words")).forEach((word, count) -> words.put((String) word, asLong(count)));
    }

    private static long asLong(Object number) {
        return ((BigDecimal) number).longValueExact();
    }

    private void save() throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("records", records);
        result.put("sequenceNumber", position == null ? null : position.sequenceNumber().toString());
        result.put("subSequenceNumber", position == null ? 0 : position.subSequenceNumber());
        result.put("words", words);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, Json.write(result));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: java WordCount DIRECTORY");
            System.exit(2);
        }
        Shardline.run(new WordCount(Path.of(args[0])));
    }
}
