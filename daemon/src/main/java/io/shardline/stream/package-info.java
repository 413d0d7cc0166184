/**
 * What names a shard. Imports nothing of ours and may be imported by every package that speaks of shards.
 */
package io.shardline.stream;
