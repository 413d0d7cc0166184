package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.PutResult;
import io.shardline.localstack.streams.ReadLimit;
import io.shardline.localstack.streams.RecordBatch;
import io.shardline.localstack.streams.Shard;
import io.shardline.localstack.streams.StreamSettings;
import io.shardline.localstack.wire.Input;
import io.shardline.localstack.wire.Output;
import io.shardline.localstack.wire.Reply;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations that put and get records. */
final class RecordOperations {
    private static final int MAX_RECORDS_PUT = 500;
    private static final int MAX_BYTES_PUT = StreamSettings.LARGEST_RECORD_KIB * 1024;
    private static final int MAX_RECORDS_GOT = 10_000;
    private static final int MAX_BYTES_GOT = 10 * 1024 * 1024;

    private final Account account;
    private final Duration iteratorLife;

    RecordOperations(Account account, Duration iteratorLife) {
        this.account = account;
        this.iteratorLife = iteratorLife;
    }

    Map<String, Operation> byName() {
        return Map.of(
                "PutRecord", this::putRecord,
                "PutRecords", this::putRecords,
                "GetShardIterator", this::getShardIterator,
                "GetRecords", this::getRecords);
    }

    /** A record as a producer gives it. */
    @SuppressWarnings("ArrayRecordComponent") // Goes to the shard uncopied.
    private record Produced(Optional<String> partitionKey, Optional<BigInteger> explicitHashKey, byte[] data) {
        static Produced of(Input request) {
            return new Produced(
                    request.text("PartitionKey"),
                    request.text("ExplicitHashKey").map(text -> Requests.hashKey("ExplicitHashKey", text)),
                    request.requiredBlob("Data"));
        }

        long bytes() {
            return data.length
                    + partitionKey
                            .map(key -> (long) key.getBytes(StandardCharsets.UTF_8).length)
                            .orElse(0L);
        }

        PutResult putInto(DataStream stream) {
            return stream.put(partitionKey, explicitHashKey, data);
        }
    }

    private Reply putRecord(Input request) {
        PutResult result = Produced.of(request).putInto(Requests.stream(account, request));
        return out -> put(out, result);
    }

    private Reply putRecords(Input request) {
        return putRecords(request, false);
    }

    /** The fault: the first record is refused, the second is taken, and so on. */
    Reply putRecordsRefusingSome(Input request) {
        return putRecords(request, true);
    }

    private Reply putRecords(Input request, boolean refusingSome) {
        DataStream stream = Requests.stream(account, request);
        List<Produced> records =
                request.structures("Records").stream().map(Produced::of).toList();
        if (records.isEmpty() || records.size() > MAX_RECORDS_PUT) {
            throw ApiException.validation("Value at 'records' failed to satisfy constraint: Member must have length"
                    + " between 1 and " + MAX_RECORDS_PUT);
        }
        if (records.stream().mapToLong(Produced::bytes).sum() > MAX_BYTES_PUT) {
            throw ApiException.invalidArgument("Records size exceeds 10 MB limit");
        }
        records.forEach(record -> stream.checkRecord(record.partitionKey(), record.data()));
        List<Optional<PutResult>> results = new ArrayList<>();
        for (Produced record : records) {
            boolean refused = refusingSome && results.size() % 2 == 0;
            results.add(refused ? Optional.empty() : Optional.of(record.putInto(stream)));
        }
        long refused = results.stream().filter(Optional::isEmpty).count();
        return out ->
                out.number("FailedRecordCount", refused).structures("Records", results, RecordOperations::putOrNot);
    }

    private static void putOrNot(Output out, Optional<PutResult> result) throws IOException {
        if (result.isPresent()) {
            put(out, result.get());
        } else {
            out.text("ErrorCode", "ProvisionedThroughputExceededException")
                    .text("ErrorMessage", "Rate exceeded for shard (a fault on demand)");
        }
    }

    private static void put(Output out, PutResult result) throws IOException {
        out.text("ShardId", result.shardId()).text("SequenceNumber", result.sequenceNumber());
    }

    private Reply getShardIterator(Input request) {
        DataStream stream = Requests.stream(account, request);
        Shard shard = stream.shard(request.requiredText("ShardId"));
        Instant now = account.clock().instant();
        long position =
                shard.position(Requests.startingPosition(request, "ShardIteratorType", "StartingSequenceNumber"), now);
        ShardIterator iterator = new ShardIterator(stream.identity().id(), shard.id(), position, now);
        return out -> out.text("ShardIterator", iterator.token());
    }

    private Reply getRecords(Input request) {
        ShardIterator iterator = ShardIterator.parse(request.requiredText("ShardIterator"));
        int limit = request.integer("Limit", 1, Integer.MAX_VALUE).orElse(MAX_RECORDS_GOT);
        if (limit > MAX_RECORDS_GOT) {
            throw ApiException.invalidArgument("Limit must not be greater than " + MAX_RECORDS_GOT + ": " + limit);
        }
        Instant now = account.clock().instant();
        iterator.checkAge(now, iteratorLife);
        DataStream stream = account.stream(Optional.empty(), Optional.empty(), Optional.of(iterator.streamId()));
        Shard shard = stream.shard(iterator.shardId());
        RecordBatch batch = shard.read(iterator.position(), new ReadLimit(limit, MAX_BYTES_GOT), now);
        return new RecordsReply(
                batch,
                batch.ended() ? Optional.empty() : Optional.of(iterator.at(batch.nextPosition(), now)),
                batch.ended() ? stream.children(shard) : List.of());
    }

    /** What GetRecords answers: at the shard's end its children instead of the next iterator. */
    private record RecordsReply(RecordBatch batch, Optional<ShardIterator> next, List<Shard> children)
            implements Reply {
        @Override
        public void writeTo(Output out) throws IOException {
            out.structures("Records", batch.records(), Structures::record)
                    .text("NextShardIterator", next.map(ShardIterator::token))
                    .number("MillisBehindLatest", batch.millisBehindLatest());
            if (!children.isEmpty()) {
                out.structures("ChildShards", children, Structures::childShard);
            }
        }

        @Override
        public int estimatedBytes() {
            return Structures.estimatedBytes(batch.records());
        }
    }
}
