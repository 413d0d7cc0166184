package io.shardline.localstack.dynamodb;

import io.shardline.localstack.fault.Calls;
import io.shardline.localstack.fault.FaultHandler;
import io.shardline.localstack.fault.Faults;
import io.shardline.localstack.fault.Service;
import io.shardline.localstack.http.LoopbackServer;
import java.net.URI;

/** DynamoDB on a port: a proxy that gives faults, and DynamoDB Local behind it. */
public final class DynamoDb implements AutoCloseable {
    private final DynamoDbLocalProcess process;
    private final LoopbackServer proxy;

    private DynamoDb(DynamoDbLocalProcess process, LoopbackServer proxy) {
        this.process = process;
        this.proxy = proxy;
    }

    /**
     * Starts the proxy before a process that listens or soon will.
     *
     * @param port the proxy's port, or 0 for any free one
     * @param process the process, which belongs to the result from here on
     */
    public static DynamoDb start(int port, DynamoDbLocalProcess process, Faults faults, Calls calls) {
        URI behind = process.endpoint();
        FaultHandler front =
                new FaultHandler(Service.DYNAMODB, faults, calls, new DynamoDbFaults(), new ForwardHandler(behind));
        LoopbackServer proxy = new LoopbackServer("dynamodb", port, front);
        proxy.start();
        return new DynamoDb(process, proxy);
    }

    public URI endpoint() {
        return proxy.endpoint();
    }

    /** The process of DynamoDB Local, by which a test sees it gone. */
    public ProcessHandle process() {
        return process.handle();
    }

    @Override
    public void close() {
        try {
            proxy.close();
        } finally {
            process.close();
        }
    }
}
