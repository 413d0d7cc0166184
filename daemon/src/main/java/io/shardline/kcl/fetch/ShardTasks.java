package io.shardline.kcl.fetch;

import software.amazon.kinesis.lifecycle.ConsumerTask;
import software.amazon.kinesis.lifecycle.KinesisConsumerTaskFactory;
import software.amazon.kinesis.lifecycle.ShardConsumerArgument;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;

/**
 * The KCL's tasks but for the one that delivers a fetch: the KCL's own calls ListShards in its constructor, throws away
 * the fetch if that fails or anything else does, and ends the process over a record that it cannot take apart (3.5.1,
 * ProcessTask, AggregatorUtil).
 */
public final class ShardTasks extends KinesisConsumerTaskFactory {

    @Override
    public ConsumerTask createProcessTask(ShardConsumerArgument shard, ProcessRecordsInput fetch) {
        return new FetchTask(shard, fetch);
    }
}
