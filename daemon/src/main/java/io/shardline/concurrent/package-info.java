/**
 * Deadlines, the stop signal, named threads and the poller, which every wait in the daemon uses.
 *
 * <p>Imports no other package of the daemon. Its classes are safe for use from any thread.
 */
package io.shardline.concurrent;
