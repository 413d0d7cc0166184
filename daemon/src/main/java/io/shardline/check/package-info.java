/**
 * Plays the daemon to a processor, without AWS, and reports which requirements of {@code protocol-spec/protocol.md} it
 * meets.
 *
 * <p>{@link io.shardline.check.ProcessorCheck} is the entry. Everything runs on the caller's thread. A thread per process
 * reads its lines, which wait in an {@link io.shardline.check.Inbox}.
 */
package io.shardline.check;
