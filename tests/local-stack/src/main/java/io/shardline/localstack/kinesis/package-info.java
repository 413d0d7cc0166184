/**
 * The Kinesis API over HTTP: one port, HTTP/1.1 and HTTP/2 without TLS, JSON and CBOR.
 *
 * <p>Owns the operations by their API names, shard iterators and page tokens, and the fan-out subscriptions that push
 * events. The rules of the service itself are in the streams package, the encodings in the wire package.
 *
 * <p>Imports the streams, wire and fault packages. Requests run on Jetty's threads, a subscription's timer on a thread of
 * its own.
 */
package io.shardline.localstack.kinesis;
