/**
 * Brings discarded records back: into a stream, or through a processor. Messages are read by {@code destination}. Records
 * of which a message has only the positions are read from the stream, through the port of {@code shard}. One thread does
 * everything.
 */
package io.shardline.redrive;
