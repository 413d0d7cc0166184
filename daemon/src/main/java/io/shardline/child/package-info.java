/**
 * One child process: how it is started, what it prints on stderr, how it is stopped with all its descendants, and how it
 * ended. Knows bytes and processes, no messages.
 */
package io.shardline.child;
