/**
 * Shardline and AWS's MultiLangDaemon, measured side by side: each benchmark is a command that prints a table and
 * writes JSON.
 *
 * <p>The two daemons have different versions of the same libraries: each runs in a JVM of its own, never in this one.
 */
package io.shardline.benchmarks;
