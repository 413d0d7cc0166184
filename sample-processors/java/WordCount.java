import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the words of a stream's records, with one result file per shard: {@code java WordCount DIRECTORY} is one process
 * per shard, which the daemon starts; {@code java WordCount DIRECTORY ADDRESS} is one process for all shards, which
 * listens at this address.
 *
 * <p>The counts and the position of the last record counted are saved in one atomic step, then the position is
 * checkpointed. A record that is redelivered (after a crash between the two steps) is recognised by its position and
 * counted once.
 */
final class WordCount implements Shardline.Processor {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    /** What this process has counted, over all of its shards. */
    private static final class Total {
        private final Set<String> shards = new HashSet<>();
        private long records;

        synchronized void add(String shardId, long more) {
            shards.add(shardId);
            records += more;
        }

        @Override
        public synchronized String toString() {
            return records + " records of " + shards.size() + " shards counted in one process";
        }
    }

    private final Path directory;
    private final Total total;
    private final Map<String, Long> words = new TreeMap<>();
    private String shardId;
    private Path file;
    private Shardline.Position position;
    private long records;

    private WordCount(Path directory, Total total) {
        this.directory = directory;
        this.total = total;
    }

    @Override
    public void initialize(String shardId, String sequenceNumber) throws IOException {
        this.shardId = shardId;
        Files.createDirectories(directory);
        file = directory.resolve(shardId + ".json");
        if (Files.exists(file)) {
            load();
        }
        log("counting from " + sequenceNumber);
    }

    @Override
    public void processRecords(List<Shardline.Record> batch, Shardline.Checkpointer checkpointer) throws Exception {
        long before = records;
        for (Shardline.Record record : batch) {
            if (position == null || record.position().compareTo(position) > 0) {
                count(new String(record.data(), StandardCharsets.UTF_8));
                position = record.position();
            }
        }
        total.add(shardId, records - before);
        save();
        checkpointer.checkpointWithRetries(null);
    }

    @Override
    public void shardEnded(Shardline.Checkpointer checkpointer) throws Exception {
        checkpointer.checkpointWithRetries(null);
        log("the shard has ended");
    }

    @Override
    public void shutdownRequested(Shardline.Checkpointer checkpointer) {
        // Every batch was checkpointed when it was done, so there is nothing left to checkpoint.
        long sum = words.values().stream().mapToLong(Long::longValue).sum();
        log(records + " records, " + sum + " words so far");
    }

    private void log(String text) {
        System.err.println(shardId + ": " + text);
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
        if (args.length != 1 && args.length != 2) {
            System.err.println("usage: java WordCount DIRECTORY [ADDRESS]");
            System.exit(2);
        }
        Path directory = Path.of(args[0]);
        String address = args.length == 2 ? args[1] : System.getenv("SHARDLINE_LISTEN");
        Total total = new Total();
        if (address == null) {
            Shardline.run(new WordCount(directory, total));
        } else {
            ShardlineHost.serve(address, shard -> new WordCount(directory, total), "word-count", null);
            System.err.println(total);
        }
    }
}
