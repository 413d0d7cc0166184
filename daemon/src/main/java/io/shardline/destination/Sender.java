package io.shardline.destination;

/**
 * Who gives records up.
 *
 * @param application the name of the application
 * @param worker the id of this daemon
 * @param streamArn the stream that the records are from
 */
public record Sender(String application, String worker, String streamArn) {}
