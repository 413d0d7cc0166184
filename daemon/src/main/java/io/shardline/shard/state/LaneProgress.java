package io.shardline.shard.state;

import io.shardline.protocol.Position;
import java.util.Optional;

/** How far a lane has come in this lease. Used under the lane's lock; {@link #watermark} reads from any thread. */
public interface LaneProgress {

    /** {@return the position up to which no record of the lane is delivered again; empty if there is none} */
    Optional<Position> durable();

    /** {@return whether the record at this position of the lane is not delivered again} */
    default boolean isDurable(Position position) {
        Optional<Position> last = durable();
        return last.isPresent() && position.isAtOrBefore(last.get());
    }

    /** {@return the processor's last checkpoint, or the shard's; a request for an earlier one is refused; empty if none} */
    Optional<Position> checkpointed();

    /** Every record of the lane up to this one is done or discarded. */
    void advance(Position position);

    /** {@return the last record up to which all of the lane are done or discarded in this lease; empty if there is none} */
    Optional<Position> lastDone();

    /** {@return what a checkpoint of everything so far includes when no batch is with the processor} */
    default Optional<Position> reached() {
        return lastDone();
    }

    /** {@return the last record up to which all of the shard are done or discarded in this lease; empty if there is none} */
    Optional<Position> watermark();

    /** {@return whether a new connection must be given records again that an earlier one was done with} */
    boolean needsReplay();
}
