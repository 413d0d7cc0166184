package io.shardline.app;

import io.shardline.config.stream.ApplicationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name under which this process holds leases: the configured one, else one that the host keeps for the application.
 * A daemon that is started again under its old name goes on with its leases at once (KCL 3.5.1,
 * DynamoDBLeaseRenewer.initialize); under a new one it waits until they have expired.
 *
 * @param workerId the name
 * @param file where it is kept, locked until this is closed; empty if it is not kept
 */
record WorkerIdentity(String workerId, Optional<WorkerIdFile> file) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerIdentity.class);

    /** Never fails: without a file the name is new, as those of MultiLangDaemon are. */
    static WorkerIdentity claim(ApplicationSettings application) {
        Optional<Path> directory = application.workerIdDirectory();
        if (directory.isPresent()) {
            try {
                WorkerIdFile file = WorkerIdFile.claim(directory.get(), application.name(), Host.current());
                return new WorkerIdentity(file.workerId(), Optional.of(file));
            } catch (IOException | UnsupportedOperationException e) {
                LOG.atInfo()
                        .addKeyValue("workerIdDirectory", directory.get())
                        .log("the worker id is new in this run, as none can be kept: {}", e.toString());
            }
        }
        return new WorkerIdentity(application.workerId(), Optional.empty());
    }

    @Override
    public void close() {
        file.ifPresent(WorkerIdFile::close);
    }
}
