import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts each line of stdin as a record into a stream, with the first word of the line as partition key:
 * {@code java PutWords STREAM < FILE}.
 *
 * <p>The AWS SDK finds region, endpoint and credentials in its usual places.
 */
public final class PutWords {
    private static final int MAX_RECORDS = 500;
    private static final int MAX_BYTES = 4 << 20;
    private static final int TRIES = 10;

    private final KinesisClient kinesis;
    private final String stream;
    private final List<PutRecordsRequestEntry> batch = new ArrayList<>();
    private int batchBytes;
    private int count;

    private PutWords(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    private void add(String line) throws InterruptedException {
        if (line.isBlank()) {
            return;
        }
        String key = line.strip().split("\\s+", 2)[0];
        SdkBytes data = SdkBytes.fromUtf8String(line);
        int bytes = 2 * data.asByteArrayUnsafe().length; // The key counts too, and it is never longer than the line.
        if (batch.size() == MAX_RECORDS || batchBytes + bytes > MAX_BYTES) {
            flush();
        }
        batch.add(PutRecordsRequestEntry.builder()
                .partitionKey(key.substring(0, Math.min(256, key.length())))
                .data(data)
                .build());
        batchBytes += bytes;
    }

    private void flush() throws InterruptedException {
        if (!batch.isEmpty()) {
            put(List.copyOf(batch));
            count += batch.size();
            batch.clear();
            batchBytes = 0;
        }
    }

    /** Kinesis may accept some records of a request and refuse others, which are put again after a pause. */
    private void put(List<PutRecordsRequestEntry> entries) throws InterruptedException {
        List<PutRecordsRequestEntry> left = entries;
        for (int attempt = 1; ; attempt++) {
            List<PutRecordsRequestEntry> sent = left;
            List<PutRecordsResultEntry> results = kinesis.putRecords(
                            request -> request.streamName(stream).records(sent))
                    .records();
            List<PutRecordsRequestEntry> refused = new ArrayList<>();
            String why = null;
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).errorCode() != null) {
                    refused.add(sent.get(i));
                    why = results.get(i).errorMessage();
                }
            }
            if (refused.isEmpty()) {
                return;
            }
            if (attempt == TRIES) {
                throw new IllegalStateException(refused.size() + " records were refused " + TRIES + " times: " + why);
            }
            left = refused;
            Thread.sleep(Math.min(50L << attempt, 5000));
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 1) {
            System.err.println("usage: java PutWords STREAM < FILE");
            System.exit(2);
        }
        try (KinesisClient kinesis = KinesisClient.create();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            PutWords producer = new PutWords(kinesis, args[0]);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                producer.add(line);
            }
            producer.flush();
            System.out.println(producer.count + " records put");
        }
    }
}
