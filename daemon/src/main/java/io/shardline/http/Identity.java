package io.shardline.http;

/**
 * Identifies the daemon.
 *
 * @param version the version of the program
 * @param application the application name, which its workers share
 * @param worker the worker id
 * @param retrieval polling or fan-out
 */
public record Identity(String version, String application, String worker, String retrieval) {}
