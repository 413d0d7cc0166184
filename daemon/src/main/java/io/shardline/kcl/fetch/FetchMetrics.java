package io.shardline.kcl.fetch;

import io.shardline.protocol.DataRecord;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.kinesis.leases.ShardInfo;
import software.amazon.kinesis.metrics.MetricsFactory;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.metrics.MetricsScope;
import software.amazon.kinesis.metrics.MetricsUtil;

/** What the KCL measures of each fetch, under its names (3.5.1, ProcessTask): users have alarms on them. */
final class FetchMetrics {
    static final String OPERATION = "ProcessTask";
    private static final String MILLIS_BEHIND_LATEST = "MillisBehindLatest";

    private final MetricsScope application;
    private final MetricsScope shard;
    private final MetricsScope delivery;
    private final long started = System.currentTimeMillis();

    FetchMetrics(MetricsFactory factory, ShardInfo shardInfo) {
        application = MetricsUtil.createMetricsWithOperation(factory, "ApplicationTracker");
        shard = ofShard(factory, shardInfo);
        delivery = ofShard(factory, shardInfo);
        shard.addData("RecordsProcessed", 0, StandardUnit.COUNT, MetricsLevel.SUMMARY);
        shard.addData("DataBytesProcessed", 0, StandardUnit.BYTES, MetricsLevel.SUMMARY);
    }

    private static MetricsScope ofShard(MetricsFactory factory, ShardInfo shardInfo) {
        MetricsScope scope = MetricsUtil.createMetricsWithOperation(factory, OPERATION);
        MetricsUtil.addShardId(scope, shardInfo.shardId());
        return scope;
    }

    void lag(Long millis) {
        if (millis != null) {
            shard.addData(MILLIS_BEHIND_LATEST, (double) millis, StandardUnit.MILLISECONDS, MetricsLevel.SUMMARY);
            application.addData(MILLIS_BEHIND_LATEST, (double) millis, StandardUnit.MILLISECONDS, MetricsLevel.SUMMARY);
        }
    }

    /** {@return the bytes of these records} */
    long records(List<DataRecord> records) {
        long bytes = 0;
        for (DataRecord record : records) {
            bytes += record.data().remaining();
        }
        shard.addData("RecordsProcessed", records.size(), StandardUnit.COUNT, MetricsLevel.SUMMARY);
        shard.addData("DataBytesProcessed", (double) bytes, StandardUnit.BYTES, MetricsLevel.SUMMARY);
        return bytes;
    }

    void delivered(long since) {
        MetricsUtil.addLatency(delivery, "RecordProcessor.processRecords", since, MetricsLevel.SUMMARY);
    }

    void end(boolean success) {
        MetricsUtil.addSuccessAndLatency(shard, success, started, MetricsLevel.SUMMARY);
        MetricsUtil.endScope(delivery);
        MetricsUtil.endScope(shard);
        MetricsUtil.endScope(application);
    }
}
