package io.shardline.localstack;

import io.shardline.localstack.dynamodb.DynamoDb;
import io.shardline.localstack.dynamodb.DynamoDbLocalProcess;
import io.shardline.localstack.fault.Calls;
import io.shardline.localstack.fault.Faults;
import io.shardline.localstack.kinesis.KinesisEmulator;
import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.PutResult;
import io.shardline.localstack.streams.StreamSettings;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * A running local stack: Kinesis in this process and DynamoDB Local in its own, both on the loopback address.
 *
 * <p>Every method may be called from any thread. {@link #close} ends everything; a second call does nothing.
 */
public final class LocalStack implements AutoCloseable {
    private final Account account;
    private final Faults faults = new Faults();
    private final Calls calls = new Calls();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private KinesisEmulator kinesis;
    private Optional<DynamoDb> dynamoDb = Optional.empty();

    private LocalStack(LocalStackOptions options) {
        this.account = new Account(options.clock());
    }

    /**
     * Starts it and returns when both services answer.
     *
     * @throws LocalStackException when a part of it cannot start; nothing is left running then
     */
    public static LocalStack start(LocalStackOptions options) {
        LocalStack stack = new LocalStack(options);
        try {
            stack.startParts(options);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startParts(LocalStackOptions options) {
        Optional<DynamoDbLocalProcess> process =
                options.dynamoDb() ? Optional.of(DynamoDbLocalProcess.start()) : Optional.empty();
        process.ifPresent(started::push);
        options.streams().forEach(spec -> createStream(spec.name(), spec.shards()));
        kinesis = KinesisEmulator.start(options.kinesisPort(), account, options.timings(), faults, calls);
        started.push(kinesis);
        dynamoDb = process.map(local -> DynamoDb.start(options.dynamoDbPort(), local, faults, calls));
        dynamoDb.ifPresent(started::push);
    }

    public URI kinesisEndpoint() {
        return kinesis.endpoint();
    }

    /** The endpoint of DynamoDB. */
    public URI dynamoDbEndpoint() {
        return runningDynamoDb().endpoint();
    }

    /** The process of DynamoDB Local, by which a test sees it gone. */
    public ProcessHandle dynamoDbProcess() {
        return runningDynamoDb().process();
    }

    private DynamoDb runningDynamoDb() {
        return dynamoDb.orElseThrow(() -> new IllegalStateException("Started without DynamoDB"));
    }

    /** What a program needs in its environment to use this stack by the AWS SDKs. */
    public Map<String, String> environment() {
        return ClientEnvironment.of(this);
    }

    /** Creates a stream that takes records of up to 10 MiB. */
    public DataStream createStream(String name, int shards) {
        try {
            return account.createStream(name, StreamSettings.forLargeRecords(shards));
        } catch (ApiException e) {
            throw new LocalStackException("Stream " + name + " cannot be created: " + e.getMessage(), e);
        }
    }

    /** A stream, to put, split, merge, trim and look without a client. */
    public DataStream stream(String name) {
        return account.stream(name);
    }

    public PutResult put(String streamName, String partitionKey, byte[] data) {
        return stream(streamName).put(partitionKey, data);
    }

    /** The faults for the next calls of both services. */
    public Faults faults() {
        return faults;
    }

    /** How often each operation of both services was called. */
    public Calls calls() {
        return calls;
    }

    @Override
    public synchronized void close() {
        LocalStackException failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                failure =
                        failure == null ? new LocalStackException("The local stack did not stop in order", e) : failure;
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
