/**
 * Deadlines, the stop signal, named threads and rounds: the four things that every wait in the daemon is made of.
 *
 * <p>Imports nothing of ours. Its classes are safe for use from any thread.
 */
package io.shardline.concurrent;
