package io.shardline.processor.lambda;

/** Where the runtimes come from. Safe for use from any thread. */
interface Runtimes extends AutoCloseable {

    /** Batches wait for a runtime. Returns immediately. */
    void demand();

    /** Ends the runtimes, if they are the daemon's. */
    @Override
    void close() throws InterruptedException;
}
