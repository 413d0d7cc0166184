/** Reaches processors as child processes: one for each shard, with the line protocol on its stdin and stdout. */
@NullMarked
package io.shardline.processor.child;

import org.jspecify.annotations.NullMarked;
