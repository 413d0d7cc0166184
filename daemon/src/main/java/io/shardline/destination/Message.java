package io.shardline.destination;

import io.shardline.stream.ShardRef;
import java.time.Instant;

/**
 * A message about discarded records, ready to be sent.
 *
 * @param requestId the same in all messages about records that were discarded together
 * @param at when it was written
 * @param shard the shard that the records were read from
 * @param json the message in ASCII, on one line, without the line end
 */
record Message(String requestId, Instant at, ShardRef shard, String json) {}
