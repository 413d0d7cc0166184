package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.config.destination.DestinationAddress;
import io.shardline.config.destination.DestinationAddress.Bucket;
import io.shardline.config.destination.DestinationAddress.Directory;
import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.shard.port.DestinationException;
import java.util.Optional;

/** Opens an on-failure destination for reading. */
public final class DiscardSources {

    private DiscardSources() {}

    /**
     * Opens it; calls no service, but lists a directory.
     *
     * @param clients built from the same configuration
     * @return empty if such a destination cannot be read
     * @throws DestinationException if the directory cannot be listed
     */
    public static Optional<DiscardSource> open(DestinationSettings settings, AwsClients clients)
            throws DestinationException {
        DestinationAddress address = settings.address();
        if (address instanceof Directory directory) {
            return Optional.of(new DirectorySource(directory.path()));
        }
        if (address instanceof Bucket bucket) {
            return Optional.of(new BucketSource(bucket, settings.service(), clients));
        }
        return address instanceof Queue queue
                ? Optional.of(new QueueSource(queue, settings.service(), clients))
                : Optional.empty();
    }
}
