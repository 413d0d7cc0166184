package io.shardline.shard.state;

import io.shardline.protocol.Position;
import java.util.Optional;

/**
 * The last position up to which every record of the shard is done or discarded in this lease. The daemon's own
 * checkpoints are written here, and a replay ends here. Used under the session's lock.
 */
public final class Watermark {
    private Optional<Position> position = Optional.empty();

    /** Every record up to this one is done or discarded. An earlier position changes nothing: a replay passes it again. */
    public void advance(Position to) {
        if (position.isEmpty() || to.isAfter(position.get())) {
            position = Optional.of(to);
        }
    }

    /** {@return the position; empty if nothing is done in this lease} */
    public Optional<Position> position() {
        return position;
    }
}
