/** Reaches processors as child processes: one for each shard, with the line protocol on its stdin and stdout. */
package io.shardline.processor.child;
