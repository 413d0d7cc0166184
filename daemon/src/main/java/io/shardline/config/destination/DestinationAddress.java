package io.shardline.config.destination;

import io.shardline.config.stream.StreamArn;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A destination of discarded records, as {@code onFailure} and {@code redrive --from} name it. */
public sealed interface DestinationAddress {

    /**
     * A standard queue of SQS.
     *
     * @param url empty: it is asked for by name and account
     * @param account empty if the URL does not tell it
     * @param region empty if the URL does not tell it: the queue is not at an endpoint of AWS's
     */
    record Queue(String name, Optional<URI> url, Optional<String> account, Optional<String> region)
            implements DestinationAddress {
        @Override
        public String toString() {
            return "SQS queue " + url.map(URI::toString).orElse(name);
        }
    }

    /** A standard topic of SNS. */
    record Topic(String arn, String region) implements DestinationAddress {
        @Override
        public String toString() {
            return "SNS topic " + arn;
        }
    }

    /**
     * Objects in a bucket of S3.
     *
     * @param prefix of their keys, without a slash at its ends; may be empty
     */
    record Bucket(String name, String prefix) implements DestinationAddress {
        @Override
        public String toString() {
            return "S3 bucket " + name;
        }
    }

    /** Another stream of Kinesis. */
    record Stream(StreamArn arn) implements DestinationAddress {
        @Override
        public String toString() {
            return "Kinesis stream " + arn;
        }
    }

    /** Files in a directory of this machine. */
    record Directory(Path path) implements DestinationAddress {
        @Override
        public String toString() {
            return "directory " + path;
        }
    }

    /** {@return whether a message there always contains the records} */
    default boolean alwaysTakesRecords() {
        return !(this instanceof Queue || this instanceof Topic);
    }

    /** {@return the region that the address itself names} */
    default Optional<String> ownRegion() {
        if (this instanceof Queue queue) {
            return queue.region();
        }
        if (this instanceof Topic topic) {
            return Optional.of(topic.region());
        }
        return this instanceof Stream stream ? Optional.of(stream.arn().region()) : Optional.empty();
    }

    /** {@return the endpoint that the address itself names, as the URL of an emulator's queue does} */
    default Optional<URI> ownEndpoint() {
        return this instanceof Queue queue && queue.region().isEmpty()
                ? queue.url().map(url -> url.resolve("/"))
                : Optional.empty();
    }
}
