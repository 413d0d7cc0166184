package io.shardline.destination;

import io.shardline.failure.Backoff;
import io.shardline.shard.DestinationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends items in groups, as services take several in a call. What an answer refuses is sent again after a pause; what
 * was taken is not.
 *
 * @param mostItems in a group
 * @param mostBytes of a group; a single item may have more
 */
record Groups(int mostItems, int mostBytes) {
    private static final int TRIES = 5;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** One call. */
    interface Call<T> {
        /**
         * Sends the items.
         *
         * @return why which ones were refused, by their place in the list
         */
        Map<Integer, String> send(List<T> items) throws DestinationException, InterruptedException;
    }

    /** The length of an item. */
    interface Length<T> {
        int of(T item);
    }

    /**
     * Sends all items.
     *
     * @param place begins the message of the exception
     * @throws DestinationException if a call fails, or items are refused time and again
     */
    <T> void send(String place, List<T> items, Length<T> length, Call<T> call)
            throws DestinationException, InterruptedException {
        List<T> waiting = new ArrayList<>(items);
        int refusals = 0;
        while (!waiting.isEmpty()) {
            List<T> group = waiting.subList(0, next(waiting, length));
            Map<Integer, String> refused = new TreeMap<>(call.send(List.copyOf(group)));
            List<T> again = refused.keySet().stream().map(group::get).toList();
            group.clear();
            waiting.addAll(0, again);
            refusals = refused.isEmpty() ? 0 : refusals + 1;
            if (refusals == TRIES) {
                throw new DestinationException(
                        place + ": refused " + refused.size() + " messages " + TRIES + " times: "
                                + refused.values().iterator().next(),
                        null);
            }
            Thread.sleep(BACKOFF.pause(refusals + 1, ThreadLocalRandom.current().nextDouble())
                    .toMillis());
        }
    }

    private <T> int next(List<T> waiting, Length<T> length) {
        long bytes = length.of(waiting.get(0));
        int items = 1;
        while (items < waiting.size() && items < mostItems && bytes + length.of(waiting.get(items)) <= mostBytes) {
            bytes += length.of(waiting.get(items));
            items++;
        }
        return items;
    }
}
