package io.shardline.integration.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts records into one stream and keeps account of where each one went.
 *
 * <p>What Kinesis refuses for a moment (throttling inside a batch) is put again until it is taken. One thread at a time.
 */
public final class Producer {
    private static final int MAX_RECORDS = 500;
    private static final int MAX_BYTES = 4 << 20;

    private final KinesisClient kinesis;
    private final String stream;
    private final Put put;

    Producer(KinesisClient kinesis, String stream, Put put) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.put = put;
    }

    /** Puts all of them, in order as far as each shard's batches allow. */
    public void put(Iterable<Payload> payloads) {
        List<Payload> batch = new ArrayList<>();
        long bytes = 0;
        for (Payload payload : payloads) {
            int size = payload.data().length
                    + (payload.partitionKey() == null
                            ? 0
                            : payload.partitionKey().length() * 4);
            if (batch.size() == MAX_RECORDS || (bytes + size > MAX_BYTES && !batch.isEmpty())) {
                putBatch(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(payload);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            putBatch(batch);
        }
    }

    /** Puts one record that the KPL's readers take apart into these; all of them must belong to one shard. */
    public void putAggregated(List<Payload> payloads) {
        Payload aggregate = new Payload("aggregate", KplAggregate.of(payloads));
        PutRecordsResultEntry result = send(List.of(aggregate)).records().get(0);
        Position first = Position.of(result.sequenceNumber());
        for (int i = 0; i < payloads.size(); i++) {
            put.add(StreamRecord.of(result.shardId(), new Position(first.sequence(), i), payloads.get(i)));
        }
    }

    /** Puts an aggregate without records: nothing of it is delivered. */
    public void putEmptyAggregate() {
        send(List.of(new Payload("aggregate", KplAggregate.empty())));
    }

    /**
     * Puts an aggregate of records with hash keys of other shards: nothing of it is delivered.
     *
     * @param explicitHashKey decides the shard
     */
    public void putForeignAggregate(List<Payload> payloads, String explicitHashKey) {
        send(List.of(new Payload("aggregate", KplAggregate.of(payloads), Optional.of(explicitHashKey))));
    }

    private void putBatch(List<Payload> batch) {
        List<Payload> left = List.copyOf(batch);
        while (!left.isEmpty()) {
            List<PutRecordsResultEntry> results = send(left).records();
            List<Payload> refused = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                PutRecordsResultEntry result = results.get(i);
                if (result.errorCode() == null) {
                    put.add(StreamRecord.of(result.shardId(), Position.of(result.sequenceNumber()), left.get(i)));
                } else {
                    refused.add(left.get(i));
                }
            }
            left = refused;
        }
    }

    private PutRecordsResponse send(List<Payload> payloads) {
        List<PutRecordsRequestEntry> entries =
                payloads.stream().map(Producer::entry).toList();
        return kinesis.putRecords(request -> request.streamName(stream).records(entries));
    }

    private static PutRecordsRequestEntry entry(Payload payload) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(payload.partitionKey())
                .data(SdkBytes.fromByteArrayUnsafe(payload.data()))
                .explicitHashKey(payload.explicitHashKey().orElse(null))
                .build();
    }
}
