/**
 * An ordered channel of lines to and from one child: send bytes, receive lines. Never understands a line.
 *
 * <p>{@link io.shardline.transport.LineChannel} is what sessions use; {@link io.shardline.transport.StdioChannel} is
 * it over stdin and stdout. Imports {@code concurrent} alone. Lines arrive on the thread that waits for them, or on that of
 * the rounds.
 */
package io.shardline.transport;
