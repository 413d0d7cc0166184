package io.shardline.destination;

/**
 * The sender of messages about discarded records.
 *
 * @param application the name of the application
 * @param worker the worker id of this daemon
 * @param streamArn the stream that the records were read from
 */
public record MessageOrigin(String application, String worker, String streamArn) {}
