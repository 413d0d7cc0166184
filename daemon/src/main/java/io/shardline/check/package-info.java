/**
 * Plays the daemon to a processor, without AWS, and reports which requirements of {@code protocol-spec/protocol.md} it
 * meets.
 *
 * <p>{@link io.shardline.check.ProcessorCheck} is the way in. May import {@code child}, {@code transport},
 * {@code protocol} and {@code concurrent}. Everything runs on the caller's thread; lines come in on each channel's
 * reader thread and wait in an {@link io.shardline.check.Inbox}.
 */
package io.shardline.check;
