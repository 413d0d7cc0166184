package io.shardline.kcl.fetch;

import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.metrics.MetricsFactory;
import software.amazon.kinesis.retrieval.GetRecordsRetrievalStrategy;
import software.amazon.kinesis.retrieval.RecordsPublisher;
import software.amazon.kinesis.retrieval.polling.PollingConfig;
import software.amazon.kinesis.retrieval.polling.SimpleRecordsFetcherFactory;
import software.amazon.kinesis.retrieval.polling.SleepTimeController;

/** Makes the publishers of shards that are polled: the KCL's, with a pace and a ledger for each. */
public final class PollingFetchers extends SimpleRecordsFetcherFactory {
    private final UnaryOperator<SleepTimeController> pace;

    private PollingFetchers(UnaryOperator<SleepTimeController> pace) {
        this.pace = pace;
    }

    /**
     * Has a configuration use them.
     *
     * @param pace gives a shard its pace, in place of the one that all shards share
     */
    public static void use(PollingConfig config, KinesisAsyncClient kinesis, UnaryOperator<SleepTimeController> pace) {
        config.recordsFetcherFactory(new PollingFetchers(pace));
        config.dataFetcherProvider(shard -> new RecordingDataFetcher(kinesis, shard));
    }

    @Override
    public RecordsPublisher createRecordsFetcher(
            GetRecordsRetrievalStrategy strategy,
            String shardId,
            MetricsFactory metrics,
            int maxRecords,
            SleepTimeController ofAllShards) {
        return new TrackedPublisher(
                super.createRecordsFetcher(strategy, shardId, metrics, maxRecords, pace.apply(ofAllShards)),
                ((RecordingDataFetcher) strategy.dataFetcher()).ledger());
    }
}
