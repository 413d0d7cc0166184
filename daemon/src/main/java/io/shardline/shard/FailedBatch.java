package io.shardline.shard;

import io.shardline.failure.FailedRanges;
import io.shardline.failure.Failure;
import io.shardline.failure.RetryPolicy.FailureKind;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.List;

/**
 * A batch that was delivered and is not done.
 *
 * @param batch what was delivered
 * @param done how many of its records are done, from the front
 * @param kind how the delivery failed
 * @param failure why not all of it is done
 */
record FailedBatch(Batch batch, int done, FailureKind kind, Failure failure) {

    FailedBatch withDone(int count) {
        return new FailedBatch(batch, count, kind, failure);
    }

    /** {@return the records that are not done, at least one} */
    List<DataRecord> rest() {
        return batch.records().subList(done, batch.size());
    }

    Position first() {
        return batch.records().get(done).position();
    }

    Position last() {
        return batch.last();
    }

    FailedRanges.Failed<Position> forPlan() {
        return new FailedRanges.Failed<>(
                batch.records().stream().map(DataRecord::position).toList(), done, kind);
    }
}
