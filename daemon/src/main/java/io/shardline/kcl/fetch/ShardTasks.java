package io.shardline.kcl.fetch;

import software.amazon.kinesis.lifecycle.ConsumerTask;
import software.amazon.kinesis.lifecycle.KinesisConsumerTaskFactory;
import software.amazon.kinesis.lifecycle.ShardConsumerArgument;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;

/**
 * Makes the KCL's tasks, except for the one that delivers a fetch. The KCL's own task calls ListShards in its constructor,
 * discards the fetch if anything fails, and ends the process because of a record that it cannot de-aggregate (3.5.1,
 * ProcessTask, AggregatorUtil).
 */
public final class ShardTasks extends KinesisConsumerTaskFactory {

    @Override
    public ConsumerTask createProcessTask(ShardConsumerArgument shard, ProcessRecordsInput fetch) {
        return new FetchTask(shard, fetch);
    }
}
