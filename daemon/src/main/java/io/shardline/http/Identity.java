package io.shardline.http;

/**
 * Which daemon this is.
 *
 * @param version the program's
 * @param application the name that its workers share
 * @param worker its own name among them
 * @param retrieval polling or fan-out
 */
public record Identity(String version, String application, String worker, String retrieval) {}
