/**
 * An ordered channel of lines to and from one peer: a child's pipes, or a socket. Never understands a line.
 *
 * <p>{@link io.shardline.transport.LineChannel} is what others use, {@link io.shardline.transport.PolledLineChannel} is
 * the implementation. Lines arrive on the thread that waits for them, or on that of the poller.
 * {@link io.shardline.transport.LineSplitter} alone splits bytes into lines.
 */
package io.shardline.transport;
