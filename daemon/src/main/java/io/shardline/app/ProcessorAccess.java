package io.shardline.app;

import io.shardline.concurrent.StopSignal;
import io.shardline.processor.ProcessorConnector;
import java.time.Duration;

/** The way in which the processors of an application are reached, and whether they can be. One owner; any thread. */
interface ProcessorAccess extends AutoCloseable {

    /** {@return what connects the sessions} */
    ProcessorConnector connector();

    /** Waits until processors can be reached, at most this long. {@return whether they can} */
    boolean awaitReachable(Duration atMost) throws InterruptedException;

    /** Waits until no processor can be reached any more, or the daemon stops. {@return whether the daemon stops} */
    boolean awaitEnd(StopSignal daemon) throws InterruptedException;

    /** The leases are released because no processor can be reached. */
    void released();

    /** Ends every connection and process immediately. */
    void kill();

    /** Ends what is left. */
    @Override
    void close();
}
