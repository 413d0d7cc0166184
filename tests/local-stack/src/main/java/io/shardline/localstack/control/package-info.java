/**
 * The control endpoint {@code /_control} on the Kinesis port, by which a test in another process asks for faults, trims
 * shards and reads the count of calls.
 *
 * <p>Owns the requests' JSON forms; what they do belongs to the fault and streams packages, which it imports. Runs on
 * Jetty's threads.
 */
package io.shardline.localstack.control;
