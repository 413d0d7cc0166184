package io.shardline.testing;

import io.shardline.protocol.Position;
import io.shardline.shard.port.CheckpointException;
import io.shardline.shard.port.Checkpointer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was checkpointed; fails as often as it is told to. */
public final class FakeCheckpointer implements Checkpointer {
    public static final String SHARD_END = "SHARD_END";

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final Deque<CheckpointException> faults = new ArrayDeque<>();

    @Override
    public void checkpoint(Position position) throws CheckpointException {
        write(position.toString());
    }

    @Override
    public void checkpointShardEnd() throws CheckpointException {
        write(SHARD_END);
    }

    /** The next writes fail so. */
    public void failNext(String errorName, boolean transientFault, int times) {
        for (int i = 0; i < times; i++) {
            faults.add(new CheckpointException(errorName, transientFault, "as the test wants it", null));
        }
    }

    public List<String> written() {
        return written;
    }

    private void write(String position) throws CheckpointException {
        if (!faults.isEmpty()) {
            throw faults.removeFirst();
        }
        written.add(position);
    }
}
