package io.shardline.integration.destinations;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.TestEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** A stream with one record among many that kills the processor, which writes the others down. */
final class Poisoned {
    static final String POISON = "poison";

    private static final String PROCESSOR = """
            import base64, json, os, sys
            def say(message):
                sys.stdout.write(json.dumps(message) + "\\n")
                sys.stdout.flush()
            for line in iter(sys.stdin.readline, ""):
                message = json.loads(line)
                if message["action"] == "processRecords":
                    data = [base64.b64decode(r["data"]).decode() for r in message["records"]]
                    if "poison" in data and sys.argv[2] == "dies":
                        os._exit(1)
                    with open(sys.argv[1], "a") as done:
                        done.write("".join(d + "\\n" for d in data))
                    say({"action": "checkpoint", "sequenceNumber": None})
                    sys.stdin.readline()
                say({"action": "status", "responseFor": message["action"]})
            """;

    private final TestEnvironment environment;

    Poisoned(TestEnvironment environment) {
        this.environment = environment;
        try {
            Files.writeString(script(), PROCESSOR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts so many records into one shard; the poison is in the middle. {@return its sequence number} */
    String put(int records) {
        environment.createStream(1);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            entries.add(entry(i == records / 2 ? POISON : "record-" + i));
        }
        PutRecordsResponse answer = environment
                .kinesis()
                .putRecords(request -> request.streamName(environment.name()).records(entries));
        return answer.records().get(records / 2).sequenceNumber();
    }

    private static PutRecordsRequestEntry entry(String data) {
        return PutRecordsRequestEntry.builder()
                .data(SdkBytes.fromUtf8String(data))
                .partitionKey("key of " + data)
                .build();
    }

    /** A daemon that gives the poison up after two tries. */
    DaemonLaunch daemon(String onFailure) {
        return environment
                .daemon("a")
                .property("executableName", "python3 " + script() + " " + done() + " dies")
                .property("maximumRetryAttempts", 1)
                .property("bisectBatchOnFailure", true)
                .property("onFailure", onFailure);
    }

    /** The processor when it has been repaired. */
    List<String> repaired() {
        return List.of("python3", script().toString(), done().toString(), "lives");
    }

    /** {@return what was processed, in order} */
    List<String> processed() {
        try {
            return Files.exists(done()) ? Files.readAllLines(done(), StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path script() {
        return environment.directory().resolve("poisoned.py");
    }

    private Path done() {
        return environment.directory().resolve("done");
    }
}
