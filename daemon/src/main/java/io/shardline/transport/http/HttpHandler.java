package io.shardline.transport.http;

/** Receives the requests to one address. Called on the server's thread; must not wait. */
public interface HttpHandler {

    /** A request came. The exchange is answered exactly once, now or later. */
    void handle(HttpRequest request, HttpExchange exchange);
}
