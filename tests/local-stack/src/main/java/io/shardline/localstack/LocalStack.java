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
import java.util.Map;
import java.util.Optional;

/**
 * A running local stack: Kinesis in this process and DynamoDB Local in its own, both on the loopback address.
 *
 * <p>Every method may be called from any thread. {@link #close} ends everything; a second call does nothing.
 */
public final class LocalStack implements AutoCloseable {
    private final Account account;
    private final Faults faults;
    private final Calls calls;
    private final KinesisEmulator kinesis;
    private final Optional<DynamoDb> dynamoDb;
    private final StartedParts parts;

    private LocalStack(
            Account account,
            Faults faults,
            Calls calls,
            KinesisEmulator kinesis,
            Optional<DynamoDb> dynamoDb,
            StartedParts parts) {
        this.account = account;
        this.faults = faults;
        this.calls = calls;
        this.kinesis = kinesis;
        this.dynamoDb = dynamoDb;
        this.parts = parts;
    }

    /**
     * Starts it and returns when both services answer.
     *
     * @throws LocalStackException when a part of it cannot start; nothing is left running then
     */
    public static LocalStack start(LocalStackOptions options) {
        StartedParts parts = new StartedParts();
        try {
            return start(options, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static LocalStack start(LocalStackOptions options, StartedParts parts) {
        // The slowest first: the rest starts beside it.
        Optional<DynamoDbLocalProcess> process =
                options.dynamoDb() ? Optional.of(parts.add(DynamoDbLocalProcess.start())) : Optional.empty();
        Account account = new Account(options.clock());
        options.streams().forEach(spec -> createStream(account, spec.name(), spec.shards()));
        Faults faults = new Faults();
        Calls calls = new Calls();
        KinesisEmulator kinesis =
                parts.add(KinesisEmulator.start(options.kinesisPort(), account, options.timings(), faults, calls));
        Optional<DynamoDb> dynamoDb =
                process.map(local -> parts.add(DynamoDb.start(options.dynamoDbPort(), local, faults, calls)));
        return new LocalStack(account, faults, calls, kinesis, dynamoDb, parts);
    }

    public URI kinesisEndpoint() {
        return kinesis.endpoint();
    }

    /**
     * The endpoint of DynamoDB.
     *
     * @throws IllegalStateException when the stack was started without it
     */
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
        return createStream(account, name, shards);
    }

    private static DataStream createStream(Account account, String name, int shards) {
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

    /** Puts a record without a client; the data is kept as it is, so it must not change any more. */
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
        parts.close();
    }
}
