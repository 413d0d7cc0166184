/**
 * The way of one shard's records from the KCL into a processor and the way of its answer back, without a stream: a real
 * child, real pipes, records as the KCL makes them.
 *
 * <p>{@code AdapterCommand} starts a JVM for each run; there {@code Worker} drives one {@code Adapter}.
 */
package io.shardline.benchmarks.adapter;
