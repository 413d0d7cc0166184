package io.shardline.config.processor;

import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.NumberTypes.seconds;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.oneOf;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import java.time.Duration;
import java.util.List;

/** The keys of an application that listens for the connections of all shards. */
public final class HostedKeys {

    public static final KeyGroup GROUP = new KeyGroup("Hosted processors");

    /** Whether records may leave the machine. */
    enum Remote {
        /** An address of another machine is an error. */
        REFUSE,
        /** It is allowed; the connection is not encrypted. */
        PLAINTEXT
    }

    static final Key<ProcessorAddress> ADDRESS = key(
                    "processorAddress", new ValueType<>("PORT, HOST:PORT, unix:/PATH or auto", ProcessorAddress::parse))
            .doc(
                    "Where the application listens. The daemon opens one connection for each shard. auto: the daemon starts"
                            + " executableName once and passes it the address in SHARDLINE_LISTEN.");

    static final Key<Remote> REMOTE = key("processorRemote", oneOf(Remote.class))
            .defaultsTo("refuse")
            .doc(
                    "Whether processorAddress, processorUrl or lambdaListen may be on another machine: refuse, or plaintext,"
                            + " which sends records unencrypted.");

    static final Key<Duration> AWAY = key("processorAwaySeconds", seconds(0))
            .defaultsTo("30")
            .doc("How long the daemon keeps its leases while the application does not listen.");

    static final Key<Duration> CONNECT_TIMEOUT = key("processorConnectTimeoutMillis", millis(1))
            .defaultsTo("2000")
            .doc("How long one attempt to connect to the application may take.");

    static final Key<Integer> MAX_CONCURRENT_BATCHES = key("maxConcurrentBatches", wholeNumber(1, Integer.MAX_VALUE))
            .whenUnset("no limit")
            .doc("How many batches the application may have at the same time. The shard that has waited longest goes"
                    + " first.");

    /** The keys that have an effect only with {@link #ADDRESS}. */
    static final List<Key<?>> NEED_ADDRESS = List.of(AWAY, CONNECT_TIMEOUT, MAX_CONCURRENT_BATCHES);

    private HostedKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type).extension();
    }
}
