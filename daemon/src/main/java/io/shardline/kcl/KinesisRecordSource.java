package io.shardline.kcl;

import io.shardline.kcl.fetch.Deaggregator;
import io.shardline.protocol.Position;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Reads a shard a second time with plain GetRecords calls, in either retrieval mode, and de-aggregates the records.
 */
final class KinesisRecordSource implements RecordSource {
    /** A call's own retries are done by then. */
    private static final int CALL_SECONDS = 30;

    private final KinesisAsyncClient kinesis;
    private final StreamIdentifier stream;
    private final String shardId;
    private final Deaggregator deaggregator;

    KinesisRecordSource(
            KinesisAsyncClient kinesis, StreamIdentifier stream, String shardId, Deaggregator deaggregator) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.shardId = shardId;
        this.deaggregator = deaggregator;
    }

    @Override
    public Reader openAt(Position start) throws ReadException, InterruptedException {
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder()
                .shardId(shardId)
                .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                .startingSequenceNumber(start.sequenceNumber());
        stream.streamArnOptional()
                .ifPresentOrElse(
                        arn -> request.streamARN(arn.toString()), () -> request.streamName(stream.streamName()));
        return new IteratorReader(call("GetShardIterator", kinesis.getShardIterator(request.build()))
                .shardIterator());
    }

    private final class IteratorReader implements Reader {
        private String iterator;

        IteratorReader(String iterator) {
            this.iterator = iterator;
        }

        @Override
        public FetchedRecords read() throws ReadException, InterruptedException {
            if (iterator == null) {
                return new FetchedRecords(List.of(), null);
            }
            GetRecordsRequest.Builder request = GetRecordsRequest.builder().shardIterator(iterator);
            stream.streamArnOptional().ifPresent(arn -> request.streamARN(arn.toString()));
            GetRecordsResponse response = call("GetRecords", kinesis.getRecords(request.build()));
            iterator = response.nextShardIterator();
            List<KinesisClientRecord> records = response.records().stream()
                    .map(KinesisClientRecord::fromRecord)
                    .toList();
            return new FetchedRecords(deaggregator.deaggregate(records), response.millisBehindLatest());
        }
    }

    private static <T> T call(String name, CompletableFuture<T> call) throws ReadException, InterruptedException {
        try {
            return call.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ReadException(name + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new ReadException(name + ": no answer in " + CALL_SECONDS + " s", e);
        }
    }
}
