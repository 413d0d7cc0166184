package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.StreamConsumer;
import io.shardline.localstack.wire.Input;
import io.shardline.localstack.wire.Output;
import io.shardline.localstack.wire.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The operations that register the consumers of enhanced fan-out. */
final class ConsumerOperations {
    private static final Pattern CONSUMER_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final int MAX_RESULTS = 10_000;
    private static final int USUAL_RESULTS = 100;

    private final Account account;

    ConsumerOperations(Account account) {
        this.account = account;
    }

    Map<String, Operation> byName() {
        return Map.of(
                "RegisterStreamConsumer", this::registerStreamConsumer,
                "DescribeStreamConsumer", this::describeStreamConsumer,
                "ListStreamConsumers", this::listStreamConsumers,
                "DeregisterStreamConsumer", this::deregisterStreamConsumer);
    }

    private Reply registerStreamConsumer(Input request) {
        String name = request.requiredText("ConsumerName");
        if (!CONSUMER_NAME.matcher(name).matches()) {
            throw ApiException.validation("Value '" + name + "' at 'consumerName' failed to satisfy constraint: Member"
                    + " must satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have 1 to 128 characters");
        }
        StreamConsumer consumer = Requests.stream(account, request).registerConsumer(name);
        return out -> out.structure("Consumer", consumer, Structures::consumer);
    }

    private Reply describeStreamConsumer(Input request) {
        StreamConsumer consumer = consumer(request);
        return out -> out.structure("ConsumerDescription", consumer, ConsumerOperations::description);
    }

    private static void description(Output out, StreamConsumer consumer) throws IOException {
        Structures.consumer(out, consumer);
        out.text("StreamARN", consumer.stream().identity().arn());
    }

    private Reply listStreamConsumers(Input request) {
        int limit = request.integer("MaxResults", 1, MAX_RESULTS).orElse(USUAL_RESULTS);
        String after = request.text("NextToken").orElse("");
        List<StreamConsumer> rest = Requests.stream(account, request).consumers().stream()
                .filter(consumer -> consumer.name().compareTo(after) > 0)
                .toList();
        List<StreamConsumer> page = rest.subList(0, Math.min(limit, rest.size()));
        return out -> {
            out.structures("Consumers", page, Structures::consumer);
            if (page.size() < rest.size()) {
                out.text("NextToken", page.get(page.size() - 1).name());
            }
        };
    }

    private Reply deregisterStreamConsumer(Input request) {
        StreamConsumer consumer = consumer(request);
        consumer.stream().deregisterConsumer(consumer);
        return Reply.EMPTY;
    }

    /** The consumer by its ARN, or by its stream and name. */
    private StreamConsumer consumer(Input request) {
        Optional<String> arn = request.text("ConsumerARN");
        return arn.isPresent()
                ? account.consumer(arn.get())
                : Requests.stream(account, request).consumer(request.requiredText("ConsumerName"));
    }
}
