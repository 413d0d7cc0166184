package io.shardline.app;

import io.shardline.config.stream.ApplicationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The id under which this process holds leases: the configured one, or one that a file on this host keeps for the
 * application. A daemon that restarts with its old id resumes its leases immediately (KCL 3.5.1,
 * DynamoDBLeaseRenewer.initialize); with a new id it waits until they have expired.
 *
 * @param workerId the id
 * @param file the file that keeps it, locked until this is closed; empty if no file keeps it
 */
record WorkerIdentity(String workerId, Optional<WorkerIdFile> file) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerIdentity.class);

    /** Never fails: without a file the id is new, as MultiLangDaemon's ids are. */
    static WorkerIdentity claim(ApplicationSettings application) {
        Optional<Path> directory = application.workerIdDirectory();
        if (directory.isPresent()) {
            try {
                WorkerIdFile file = WorkerIdFile.claim(directory.get(), application.name(), Host.current());
                return new WorkerIdentity(file.workerId(), Optional.of(file));
            } catch (IOException | UnsupportedOperationException e) {
                LOG.atInfo()
                        .addKeyValue("workerIdDirectory", directory.get())
                        .log("the worker id is new because it cannot be kept in a file: {}", e.toString());
            }
        }
        return new WorkerIdentity(application.workerId(), Optional.empty());
    }

    @Override
    public void close() {
        file.ifPresent(WorkerIdFile::close);
    }
}
