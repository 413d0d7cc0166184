/**
 * Plays the daemon to a processor, without AWS, and reports which requirements of {@code protocol-spec/protocol.md} it
 * meets.
 *
 * <p>A {@link io.shardline.check.Peer} is the processor's end of a conversation: a process, or a connection to a host.
 *
 * <p>{@link io.shardline.check.ProcessorCheck} is the entry. Everything runs on the caller's thread. A thread per conversation
 * reads its lines, which wait in an {@link io.shardline.check.Inbox}.
 */
package io.shardline.check;
