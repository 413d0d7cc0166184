package io.shardline.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.shardline.failure.DiscardCondition;
import io.shardline.failure.Failure;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** What a shard may give up. */
final class Samples {
    static final String SHARD = "shardId-000000000007";
    static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/words";
    static final MessageOrigin SENDER = new MessageOrigin("word-count", "worker-1", STREAM);
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T06:00:01.020Z"), ZoneOffset.UTC);
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Schema SCHEMA = schema();

    private Samples() {}

    static DiscardedRecords discarded(DataRecord... records) {
        return new DiscardedRecords(
                ShardRefs.of(SHARD),
                DiscardCondition.RETRY_ATTEMPTS_EXHAUSTED,
                3,
                new Failure(Failure.Cause.EXITED, "exited with code 1", "", List.of()),
                List.of(records));
    }

    static DataRecord record(int number, byte... data) {
        return record(number, 0, "key-" + number, data);
    }

    static DataRecord record(int number, long sub, String key, byte... data) {
        return new DataRecord(
                ByteBuffer.wrap(data).asReadOnlyBuffer(),
                key,
                new Position("4959033827149025660855969253836157109592157598913658" + (1000 + number), sub),
                1_700_000_000_000L + number);
    }

    /** A record with so many bytes. */
    static DataRecord large(int number, int bytes) {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) number);
        return record(number, data);
    }

    /** {@return the message, which the published schema takes} */
    static JsonNode parse(String message) {
        try {
            JsonNode json = JSON.readTree(message);
            if (!SCHEMA.validate(json).isEmpty()) {
                throw new AssertionError(SCHEMA.validate(json) + " in " + message);
            }
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(message, e);
        }
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("../config/discarded-records.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
