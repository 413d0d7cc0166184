package io.shardline.config.stream;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who reads.
 *
 * @param name the application: all its workers share the leases
 * @param tableName the lease table
 * @param workerId this daemon among the workers; must be unique
 * @param workerIdDirectory where an id is kept from one run to the next; empty if {@code workerId} was chosen by hand, or
 *     is to be new in each run
 */
public record ApplicationSettings(String name, String tableName, String workerId, Optional<Path> workerIdDirectory) {

    /** {@return the same under another id} */
    public ApplicationSettings withWorkerId(String id) {
        return new ApplicationSettings(name, tableName, id, workerIdDirectory);
    }
}
