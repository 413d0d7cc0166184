package io.shardline.localstack.kinesis;

import io.shardline.localstack.control.ControlHandler;
import io.shardline.localstack.fault.Calls;
import io.shardline.localstack.fault.FaultHandler;
import io.shardline.localstack.fault.Faults;
import io.shardline.localstack.fault.Service;
import io.shardline.localstack.http.LoopbackServer;
import io.shardline.localstack.streams.Account;
import java.net.URI;

/** Kinesis on a port: the API, the faults before it and the control endpoint beside it. */
public final class KinesisEmulator implements AutoCloseable {
    private final SubscribeToShard subscribeToShard;
    private final LoopbackServer server;

    private KinesisEmulator(SubscribeToShard subscribeToShard, LoopbackServer server) {
        this.subscribeToShard = subscribeToShard;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param port the port, or 0 for any free one
     * @param account what it serves
     */
    public static KinesisEmulator start(int port, Account account, KinesisTimings timings, Faults faults, Calls calls) {
        SubscribeToShard subscribeToShard = new SubscribeToShard(account, timings);
        KinesisHandler api = new KinesisHandler(account, timings, subscribeToShard);
        FaultHandler front = new FaultHandler(Service.KINESIS, faults, calls, new KinesisFaults(), api);
        LoopbackServer server = new LoopbackServer("kinesis", port, new ControlHandler(account, faults, calls, front));
        server.start();
        return new KinesisEmulator(subscribeToShard, server);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        subscribeToShard.close();
        server.close();
    }
}
