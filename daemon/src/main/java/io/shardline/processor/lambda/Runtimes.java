package io.shardline.processor.lambda;

/** Where the runtimes come from. Safe for use from any thread. */
interface Runtimes {

    /** Batches wait for a runtime. Returns immediately. */
    void demand();

    /** Ends the runtimes, if they are the daemon's. */
    void stop() throws InterruptedException;
}
