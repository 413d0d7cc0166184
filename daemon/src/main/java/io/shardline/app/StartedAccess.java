package io.shardline.app;

import io.shardline.child.ChildFactory;
import io.shardline.concurrent.StopSignal;
import io.shardline.processor.ProcessorConnector;
import java.time.Duration;
import java.util.Optional;

/** Processors that can always be reached: the daemon starts them, or waits for them itself when it has a batch. */
final class StartedAccess implements ProcessorAccess {
    private final ProcessorConnector connector;
    private final Optional<ChildFactory> children;

    /** @param children has started the processors' processes, if there are any; belongs to this object from now on */
    StartedAccess(ProcessorConnector connector, Optional<ChildFactory> children) {
        this.connector = connector;
        this.children = children;
    }

    @Override
    public ProcessorConnector connector() {
        return connector;
    }

    @Override
    public boolean awaitReachable(Duration atMost) {
        return true;
    }

    @Override
    public boolean awaitEnd(StopSignal daemon) throws InterruptedException {
        daemon.await();
        return true;
    }

    @Override
    public void released() {
        // Never happens.
    }

    @Override
    public void kill() {
        children.ifPresent(ChildFactory::close);
    }

    @Override
    public void close() {
        connector.close();
        kill();
    }
}
