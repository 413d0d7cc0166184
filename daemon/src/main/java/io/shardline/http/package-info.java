/**
 * The HTTP server for operators: probes, metrics, and the status as JSON and as a page, on the JDK's own server.
 *
 * <p>Allows only GET and HEAD and changes nothing. Requests run on a few threads of its own; slow clients are
 * disconnected. No response repeats a part of the request. May import {@code observe}, {@code config} and {@code concurrent}.
 */
package io.shardline.http;
