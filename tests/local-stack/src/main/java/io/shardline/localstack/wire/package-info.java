/**
 * The encodings of the Kinesis API: JSON and CBOR bodies and the event stream's messages.
 *
 * <p>Owns the differences between the two formats (blobs, timestamps, content types), so that an operation is written
 * once: it reads an {@link io.shardline.localstack.wire.Input} and gives back a {@link
 * io.shardline.localstack.wire.Reply} that writes itself to an {@link io.shardline.localstack.wire.Output}.
 *
 * <p>Imports the streams package for its errors and records. Called by the request threads; holds no state.
 */
package io.shardline.localstack.wire;
