/**
 * Where records go that a shard gives up: the message about them, and the places that take it (SQS, SNS, S3, Kinesis, a
 * folder). Also reads such messages back. Implements the port {@code FailureDestination} of {@code shard}; called by the
 * sessions' threads, many at once.
 */
package io.shardline.destination;
