/**
 * The on-failure destinations of discarded records: the message about them, sinks that send it (SQS, SNS, S3, Kinesis, a
 * directory) and sources that read it back. Implements the port {@code FailureDestination} of {@code shard}; called by the
 * threads of many sessions at the same time.
 */
package io.shardline.destination;
