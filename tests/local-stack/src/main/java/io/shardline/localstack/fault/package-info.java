/**
 * Faults on demand and the count of calls, for Kinesis and for DynamoDB alike.
 *
 * <p>Owns the handler in front of each service that lets a request pass, or gives it the fault that a test asked for, and
 * the control endpoint {@code /_control} by which a test asks over HTTP.
 *
 * <p>Knows nothing of either service but how it words an error, which the service says itself. Called by the request
 * threads, and by a test in the same process.
 */
package io.shardline.localstack.fault;
