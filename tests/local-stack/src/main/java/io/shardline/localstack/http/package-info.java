/**
 * An HTTP server on the loopback address, which both services stand on.
 *
 * <p>Owns the choice of protocols, threads and timeouts, and the plain words for a port that is taken. Imports nothing of
 * ours but the exception that the command line prints. Started and closed by the thread that starts the stack.
 */
package io.shardline.localstack.http;
