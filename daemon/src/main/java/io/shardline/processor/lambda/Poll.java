package io.shardline.processor.lambda;

import io.shardline.transport.http.HttpExchange;

/** A free runtime's request for the next event. */
record Poll(HttpExchange exchange, RuntimeClient runtime) {}
