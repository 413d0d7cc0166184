package io.shardline.http;

import java.time.Duration;

/**
 * What clients may use of the server.
 *
 * @param connections at the same time
 * @param connectionsPerAddress at the same time from one IP address
 * @param pages answers other than those of probes that may be prepared or sent at the same time
 * @param requestTime how long a client may take to send its first request
 * @param answerTime how long it may take to read an answer
 * @param idleTime how long it may take from an answer to the end of its next request
 */
record HttpLimits(
        int connections,
        int connectionsPerAddress,
        int pages,
        Duration requestTime,
        Duration answerTime,
        Duration idleTime) {
    static final HttpLimits DEFAULT =
            new HttpLimits(256, 64, 16, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
