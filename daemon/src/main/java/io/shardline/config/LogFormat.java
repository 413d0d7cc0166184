package io.shardline.config;

/** How a line of the log looks. */
public enum LogFormat {
    TEXT,
    JSON
}
