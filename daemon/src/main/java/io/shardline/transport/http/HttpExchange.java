package io.shardline.transport.http;

/** A request that waits for its response. Safe for use from any thread. */
public interface HttpExchange {

    /** Answers. If the client is gone by then, nothing happens here and {@link #onVoid} reports it. */
    void answer(HttpResponse response);

    /**
     * Calls back, on the server's thread, if the connection ends before the response is handed to the system completely: the
     * client has not received it. Called at once if that is so already.
     */
    void onVoid(Runnable action);

    /** {@return an object that is the same for all requests of one connection} */
    Object connection();
}
