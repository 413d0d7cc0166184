package io.shardline.kcl.fetch;

import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.retrieval.DataFetcherProviderConfig;
import software.amazon.kinesis.retrieval.DataFetcherResult;
import software.amazon.kinesis.retrieval.GetRecordsResponseAdapter;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.RetryableRetrievalException;
import software.amazon.kinesis.retrieval.polling.KinesisDataFetcher;

/**
 * Polls a shard and records each response that the KCL accepts, before its iterator advances. So a fetch that the KCL's own
 * thread drops afterwards is noticed too (3.5.1, PrefetchRecordsPublisher.makeRetrievalAttempt logs any Throwable and
 * continues to read).
 *
 * <p>Called by the thread that reads the shard, and for a restart by the scheduler, never by both at once.
 */
final class RecordingDataFetcher extends KinesisDataFetcher {
    private final FetchLedger ledger = new FetchLedger();

    RecordingDataFetcher(KinesisAsyncClient kinesis, DataFetcherProviderConfig config) {
        super(kinesis, config);
    }

    FetchLedger ledger() {
        return ledger;
    }

    @Override
    public DataFetcherResult getRecords() {
        if (ledger.isFull()) {
            throw new RetryableRetrievalException("the last fetches were not delivered", null);
        }
        return new Recorded(super.getRecords());
    }

    @Override
    public void resetIterator(
            String shardIterator, String sequenceNumber, InitialPositionInStreamExtended initialPosition) {
        super.resetIterator(shardIterator, sequenceNumber, initialPosition);
        ledger.rewindTo(shardIterator);
    }

    private final class Recorded implements DataFetcherResult {
        private final DataFetcherResult result;

        Recorded(DataFetcherResult result) {
            this.result = result;
        }

        @Override
        public GetRecordsResponseAdapter getResultAdapter() {
            return result.getResultAdapter();
        }

        @Override
        public GetRecordsResponseAdapter acceptAdapter() {
            GetRecordsResponseAdapter response = result.getResultAdapter();
            Converted converted = new Converted(response, response.records());
            ledger.add(new Fetch(converted.records(), response.nextShardIterator()));
            result.acceptAdapter();
            return converted;
        }

        @Override
        public boolean isShardEnd() {
            return result.isShardEnd();
        }

        @Override
        @SuppressWarnings("deprecation")
        public GetRecordsResponse getResult() {
            return result.getResult();
        }

        @Override
        @SuppressWarnings("deprecation")
        public GetRecordsResponse accept() {
            return result.accept();
        }
    }

    /** An answer with its records converted once: the KCL's adapter makes a new list at each call. */
    private record Converted(GetRecordsResponseAdapter response, List<KinesisClientRecord> records)
            implements GetRecordsResponseAdapter {

        @Override
        public Long millisBehindLatest() {
            return response.millisBehindLatest();
        }

        @Override
        public List<ChildShard> childShards() {
            return response.childShards();
        }

        @Override
        public String nextShardIterator() {
            return response.nextShardIterator();
        }

        @Override
        public String requestId() {
            return response.requestId();
        }
    }
}
