package io.shardline.destination;

import io.shardline.stream.ShardRef;
import java.time.Instant;

/**
 * A message about records that were given up, ready to be sent.
 *
 * @param requestId the same in all messages about what was given up at once
 * @param at when it was written
 * @param shard where the records are from
 * @param json the message, in ASCII, on one line without its end
 */
record Message(String requestId, Instant at, ShardRef shard, String json) {}
