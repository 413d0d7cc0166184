/**
 * A small HTTP/1.1 server for long polls: a request may be answered minutes later and from any thread, holds no thread until
 * then, and is known to be void as soon as its client has closed the connection. (The JDK's server notices that only when it
 * writes, and the first write to a dead client succeeds.)
 */
@NullMarked
package io.shardline.transport.http;

import org.jspecify.annotations.NullMarked;
