/**
 * The HTTP side for operators: probes, metrics, status as JSON and as a page, on the JDK's own server.
 *
 * <p>Answers GET and HEAD alone and changes nothing. Requests run on a few threads of its own; a slow client is cut
 * off. No answer repeats a part of the request. May import {@code observe}, {@code config} and {@code concurrent}.
 */
package io.shardline.http;
