/**
 * One child process: how it is started, what it prints on stderr, how it is stopped with all its descendants, and what
 * became of it.
 *
 * <p>Knows bytes and processes, no messages. May import {@code config}, {@code concurrent} and {@code observe}.
 */
package io.shardline.child;
