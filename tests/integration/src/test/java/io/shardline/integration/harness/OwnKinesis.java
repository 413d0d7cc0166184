package io.shardline.integration.harness;

import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackOptions;
import io.shardline.localstack.fault.Faults;
import java.net.URI;

/** Our local stack, inside the tests' JVM. */
record OwnKinesis(LocalStack stack) implements KinesisUnderTest {

    static KinesisUnderTest start() {
        return new OwnKinesis(LocalStack.start(LocalStackOptions.defaults()));
    }

    @Override
    public URI kinesisEndpoint() {
        return stack.kinesisEndpoint();
    }

    @Override
    public URI dynamoDbEndpoint() {
        return stack.dynamoDbEndpoint();
    }

    @Override
    public Faults faults() {
        return stack.faults();
    }

    @Override
    public int records(int inFull) {
        return inFull;
    }

    @Override
    public void expire(String stream) {
        stack.stream(stream).shards().forEach(shard -> stack.stream(stream).trimAll(shard.id()));
    }

    @Override
    public void close() {
        stack.close();
    }
}
