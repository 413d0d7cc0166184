package io.shardline.kcl.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * The fetches of one shard that Kinesis has handed out and that the session has not received yet, in order.
 *
 * <p>The KCL drops a fetch when anything throws between its publisher and the processor, accepts it all the same, and
 * delivers the next one (3.5.1, ShardConsumerSubscriber.onNext). A fetch that is delivered while earlier ones are here
 * shows that these were dropped; they are delivered first, from memory.
 *
 * <p>Safe for use from any thread: the thread that reads the shard adds, the thread that delivers takes away.
 */
final class FetchLedger {
    /** The KCL has seven at most: five in its queue and two under way (3.5.1, PollingConfig, PrefetchRecordsPublisher). */
    private static final int MAX_OUTSTANDING = 20;

    private final Deque<Fetch> outstanding = new ArrayDeque<>(MAX_OUTSTANDING + 1);

    /** {@return whether so many fetches were dropped that no more may be read before one is delivered} */
    synchronized boolean isFull() {
        return outstanding.size() >= MAX_OUTSTANDING;
    }

    /** Kinesis has handed out a fetch. Called before the KCL takes note of it. */
    synchronized void add(Fetch fetch) {
        outstanding.addLast(fetch);
    }

    /** The KCL reads again from where a fetch ended: what followed it comes a second time. */
    synchronized void rewindTo(Object continuation) {
        while (!outstanding.isEmpty() && !outstanding.peekLast().continuesAt(continuation)) {
            outstanding.removeLast();
        }
    }

    /**
     * {@return what is to be delivered now: the fetches that were dropped before this one, and this one}
     *
     * @param arrived the records of the fetch that the KCL delivers
     */
    synchronized List<Fetch> due(List<KinesisClientRecord> arrived) {
        Fetch known = find(arrived);
        if (known == null) {
            return List.of(new Fetch(arrived, null)); // of a subscription that the KCL has ended
        }
        List<Fetch> due = new ArrayList<>();
        for (Fetch fetch : outstanding) {
            if (fetch.isOf(arrived)) {
                break;
            }
            // One that does not begin before it was read a second time, as a part of it.
            if (fetch.beginsBefore(known)) {
                due.add(fetch);
            }
        }
        due.add(known);
        return due;
    }

    private Fetch find(List<KinesisClientRecord> arrived) {
        for (Fetch fetch : outstanding) {
            if (fetch.isOf(arrived)) {
                return fetch;
            }
        }
        return null;
    }

    /** The session has received a fetch, and all that were due before it. */
    synchronized void remove(Fetch delivered) {
        if (find(delivered.records()) == null) {
            return;
        }
        Iterator<Fetch> fetches = outstanding.iterator();
        while (fetches.hasNext()) {
            Fetch fetch = fetches.next();
            fetches.remove();
            if (fetch.isOf(delivered.records())) {
                return;
            }
        }
    }
}
