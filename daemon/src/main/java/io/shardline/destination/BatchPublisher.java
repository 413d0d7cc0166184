package io.shardline.destination;

import io.shardline.shard.port.DestinationException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Publishes messages in batches as SQS and SNS accept them: ten entries and 256 KiB per call. Refused entries are sent
 * again.
 */
final class BatchPublisher {
    /** The limit of a message and of a call. Newer queues can be configured to accept 1 MiB. */
    static final int MAX_BYTES = 256 * 1024;

    private static final GroupedCalls CALLS = new GroupedCalls(10, MAX_BYTES);

    private BatchPublisher() {}

    /**
     * A message in a call.
     *
     * @param id its index in the call
     */
    record Entry(String id, String body) {}

    /** An entry that the service did not accept. */
    record Refusal(String id, String code, String message) {}

    /** One call. */
    interface Call {
        /** Sends the entries. {@return those that the service refused} */
        List<Refusal> send(List<Entry> entries) throws DestinationException, InterruptedException;
    }

    /**
     * Publishes all messages.
     *
     * @param destination the start of the exception's message
     * @throws DestinationException if a call fails, or entries are refused repeatedly
     */
    static void publish(String destination, List<Message> messages, Call call)
            throws DestinationException, InterruptedException {
        CALLS.send(
                destination, messages, message -> message.json().length(), group -> reasons(call.send(entries(group))));
    }

    private static List<Entry> entries(List<Message> group) {
        return IntStream.range(0, group.size())
                .mapToObj(i -> new Entry(Integer.toString(i), group.get(i).json()))
                .toList();
    }

    private static Map<Integer, String> reasons(List<Refusal> refusals) {
        Map<Integer, String> reasons = new TreeMap<>();
        for (Refusal refusal : refusals) {
            reasons.put(Integer.valueOf(refusal.id()), refusal.code() + ": " + refusal.message());
        }
        return reasons;
    }
}
