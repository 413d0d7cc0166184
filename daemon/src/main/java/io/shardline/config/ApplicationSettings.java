package io.shardline.config;

/**
 * Who reads.
 *
 * @param name the application: all its workers share the leases
 * @param tableName the lease table
 * @param workerId this daemon among the workers; must be unique
 */
public record ApplicationSettings(String name, String tableName, String workerId) {}
