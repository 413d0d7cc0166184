package io.shardline.config.processor;

import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.endpoint;
import static io.shardline.config.key.ValueTypes.oneOf;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import io.shardline.config.operations.ListenAddress;
import io.shardline.config.operations.OperationsTypes;
import java.net.URI;
import java.util.List;

/** The keys of processors that receive AWS Lambda's Kinesis events: Lambda handlers and HTTP endpoints. */
public final class HandlerKeys {

    public static final KeyGroup GROUP = new KeyGroup("Lambda handlers and HTTP endpoints");

    /** What the processor speaks. */
    enum Protocol {
        /** MultiLangDaemon's lines of JSON. */
        LINES,
        /** The Lambda runtime API. */
        LAMBDA
    }

    static final Key<Protocol> PROTOCOL = key("processorProtocol", oneOf(Protocol.class))
            .defaultsTo("lines")
            .doc("What the processor speaks: lines, the protocol of MultiLangDaemon, or lambda, the runtime API of AWS"
                    + " Lambda, with which Lambda handlers run unmodified.");

    static final Key<Integer> RUNTIMES = key("lambdaRuntimes", wholeNumber(1, 1000))
            .whenUnset("the number of CPUs, at least 2")
            .doc("With processorProtocol = lambda: how many runtimes the daemon runs at the same time. They serve all"
                    + " shards.");

    static final Key<ListenAddress> LISTEN = key("lambdaListen", OperationsTypes.listenAddress())
            .doc(
                    "With processorProtocol = lambda and without executableName: where the daemon serves the runtime API to"
                            + " runtimes that it does not start. They need AWS_LAMBDA_RUNTIME_API with this address.");

    static final Key<URI> URL = key("processorUrl", endpoint())
            .doc(
                    "The URL of an HTTP endpoint to which the daemon posts batches as AWS Lambda's Kinesis events, instead of"
                            + " executableName.");

    /** The keys that have an effect only with {@link Protocol#LAMBDA}. */
    static final List<Key<?>> NEED_LAMBDA = List.of(RUNTIMES, LISTEN);

    private HandlerKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type).extension();
    }
}
