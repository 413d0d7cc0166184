/**
 * Where a session stands: whether it delivers and why it ends, how far the shard has come, and until when it may wait.
 */
@NullMarked
package io.shardline.shard.state;

import org.jspecify.annotations.NullMarked;
