package io.shardline.shard;

import io.shardline.failure.Failure;

/**
 * Whether a lane has a processor.
 *
 * <pre>
 *   Unconnected ---> Connected ---> Disconnected
 *                        ^               |
 *                        +---------------+         each of them ---> Closed
 * </pre>
 */
sealed interface LaneState {

    /** No connection was made yet. */
    record Unconnected() implements LaneState {}

    /** A processor is connected, initialized, and has been given all that it must have before the next batch. */
    record Connected(LaneConnection connection) implements LaneState {}

    /** The last connection failed and is stopped for good. */
    record Disconnected(Failure failure) implements LaneState {}

    /** The lane's work in this lease is over. */
    record Closed() implements LaneState {}
}
