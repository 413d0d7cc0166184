/**
 * Brings records that were given up back: into a stream, or through a processor. Reads messages by {@code destination},
 * and from the stream, by {@code shard}'s port, what a message only tells of. One thread does it all.
 */
package io.shardline.redrive;
