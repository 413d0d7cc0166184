/**
 * What the user has decided for the sessions of an application: batches, retries, lanes, checkpoints, timeouts. Values
 * only.
 */
@NullMarked
package io.shardline.shard.policy;

import org.jspecify.annotations.NullMarked;
