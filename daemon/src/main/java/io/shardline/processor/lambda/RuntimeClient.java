package io.shardline.processor.lambda;

import java.util.List;

/** A Lambda runtime: it processes one event at a time. Safe for use from any thread. */
interface RuntimeClient {

    /** Ends the runtime because it has overrun its deadline, or nobody needs its answer. Returns immediately. */
    void kill(String reason);

    /** {@return the last lines that it printed, oldest first; empty where the daemon does not see them} */
    List<String> lastOutput();

    /**
     * A runtime that the daemon did not start. It cannot be ended; its answer will be refused.
     *
     * @param connection the connection on which it asks for events
     */
    record Remote(Object connection) implements RuntimeClient {
        @Override
        public void kill(String reason) {}

        @Override
        public List<String> lastOutput() {
            return List.of();
        }
    }
}
