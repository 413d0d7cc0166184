/**
 * The HTTP server for operators: probes, metrics, and the status as JSON and as a page, on Netty, which the AWS SDK
 * brings along.
 *
 * <p>Allows only GET and HEAD and changes nothing. Connections never block a thread; slow clients are
 * disconnected. No response repeats a part of the request. May import {@code observe}, {@code config} and {@code concurrent}.
 */
package io.shardline.http;
