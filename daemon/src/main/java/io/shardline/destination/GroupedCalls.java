package io.shardline.destination;

import io.shardline.failure.Backoff;
import io.shardline.shard.port.DestinationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends items to a service that accepts several per call. Items that a response refuses are sent again after a pause;
 * accepted ones are not.
 *
 * @param maxItems the limit of items per call
 * @param maxBytes the limit of bytes per call; a single item may have more
 */
record GroupedCalls(int maxItems, int maxBytes) {
    private static final int MAX_ATTEMPTS = 5;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** One call. */
    interface Call<T> {
        /**
         * Sends the items.
         *
         * @return why items were refused, by their index in the list
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
     * @param destination the start of the exception's message
     * @throws DestinationException if a call fails, or items are refused repeatedly
     */
    <T> void send(String destination, List<T> items, Length<T> length, Call<T> call)
            throws DestinationException, InterruptedException {
        List<T> waiting = new ArrayList<>(items);
        int refusals = 0;
        while (!waiting.isEmpty()) {
            List<T> group = waiting.subList(0, groupSize(waiting, length));
            Map<Integer, String> refused = new TreeMap<>(call.send(List.copyOf(group)));
            List<T> again = refused.keySet().stream().map(group::get).toList();
            group.clear();
            waiting.addAll(0, again);
            refusals = refused.isEmpty() ? 0 : refusals + 1;
            if (refusals == MAX_ATTEMPTS) {
                throw new DestinationException(
                        destination + ": refused " + refused.size() + " messages " + MAX_ATTEMPTS + " times: "
                                + refused.values().iterator().next(),
                        null);
            }
            Thread.sleep(BACKOFF.pause(refusals + 1, ThreadLocalRandom.current().nextDouble())
                    .toMillis());
        }
    }

    private <T> int groupSize(List<T> waiting, Length<T> length) {
        long bytes = length.of(waiting.get(0));
        int items = 1;
        while (items < waiting.size() && items < maxItems && bytes + length.of(waiting.get(items)) <= maxBytes) {
            bytes += length.of(waiting.get(items));
            items++;
        }
        return items;
    }
}
