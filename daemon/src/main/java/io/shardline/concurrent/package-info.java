/**
 * Deadlines, the stop signal and named threads: the three things that every wait in the daemon is made of.
 *
 * <p>Imports nothing of ours. Its classes are safe for use from any thread.
 */
package io.shardline.concurrent;
