/**
 * What Kinesis keeps: an account with its data streams, their shards, records and registered consumers, all in memory.
 *
 * <p>Owns the rules of the service that need no network: which shard takes a record, how sequence numbers grow, what a
 * split or a merge leaves behind, what a reader gets from a position, which requests are refused and with which error.
 *
 * <p>Imports nothing of ours, knows no HTTP and no encoding. Every public method may be called from any thread.
 */
package io.shardline.localstack.streams;
