package io.shardline.shard.state;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The fetched records that no processor receives, because they match no filter pattern. Each is done when all records
 * before it are. Holds two positions for each gap between records that wait. Used under the session's lock.
 */
public final class FilteredRecords {

    /**
     * Filtered records that follow each other.
     *
     * @param after the last record before them that a processor receives; empty if there was none in this lease
     */
    private record Gap(Optional<Position> after, Position last) {}

    private final Deque<Gap> gaps = new ArrayDeque<>();
    private Optional<Position> lastKept = Optional.empty();

    /**
     * Adds a fetch.
     *
     * @param fetched all records of the fetch
     * @param kept those of them that a processor receives
     */
    public void add(List<DataRecord> fetched, List<DataRecord> kept) {
        if (fetched.size() == kept.size()) {
            lastKept = kept.isEmpty()
                    ? lastKept
                    : Optional.of(kept.get(kept.size() - 1).position());
            return;
        }
        int next = 0;
        for (DataRecord record : fetched) {
            if (next < kept.size() && record.position().equals(kept.get(next).position())) {
                lastKept = Optional.of(record.position());
                next++;
            } else {
                extendGap(record.position());
            }
        }
    }

    private void extendGap(Position last) {
        if (!gaps.isEmpty() && gaps.getLast().after().equals(lastKept)) {
            gaps.removeLast();
        }
        gaps.addLast(new Gap(lastKept, last));
    }

    /**
     * Removes the filtered records that are done. {@return the last of them; empty if there is none}
     *
     * @param done the last record that a processor received and that is done or discarded; empty if there is none
     */
    public Optional<Position> removeDone(Optional<Position> done) {
        Optional<Position> last = Optional.empty();
        while (!gaps.isEmpty() && isReached(gaps.getFirst(), done)) {
            last = Optional.of(gaps.removeFirst().last());
        }
        return last;
    }

    private static boolean isReached(Gap gap, Optional<Position> done) {
        return gap.after().isEmpty() || (done.isPresent() && gap.after().get().isAtOrBefore(done.get()));
    }
}
