package io.shardline.shard;

/** What a lane needs of its session when it works on a thread of its own. Safe for use from any thread. */
interface SessionSupervisor {

    /** Work of a session or a lane. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Runs the work. If it is interrupted or meets a bug, the session ends. */
    void guarded(Work work);

    /** A lane has ended the delivery while the KCL may not call: it must learn of the end. */
    void deliveryEnded();
}
