package io.shardline.testing;

import io.shardline.failure.Failure;
import io.shardline.shard.SessionServices;
import io.shardline.stream.ShardRef;
import java.util.List;

/** Keeps what sessions escalate. */
public record RecordedEscalation(List<Failure> failures, List<Throwable> bugs) implements SessionServices.Escalation {
    @Override
    public void processorFailed(ShardRef shard, Failure failure) {
        failures.add(failure);
    }

    @Override
    public void sessionFailed(ShardRef shard, Throwable bug) {
        bugs.add(bug);
    }
}
