package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress;
import io.shardline.config.destination.DestinationAddress.Bucket;
import io.shardline.config.destination.DestinationAddress.Directory;
import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.config.destination.DestinationAddress.Stream;
import io.shardline.config.destination.DestinationAddress.Topic;
import io.shardline.config.destination.DestinationSettings;
import java.time.Clock;

/** Creates the configured on-failure destination. */
public final class Destinations {

    private Destinations() {}

    /**
     * Creates it; calls no service.
     *
     * @param clients built from the same configuration
     */
    public static Destination open(DestinationSettings settings, MessageOrigin sender, AwsClients clients) {
        Clock clock = Clock.systemUTC();
        return new Destination(settings, sender, sink(settings, sender, clients, clock), clock);
    }

    private static DiscardSink sink(
            DestinationSettings settings, MessageOrigin sender, AwsClients clients, Clock clock) {
        DestinationAddress address = settings.address();
        ServiceSettings service = settings.service();
        if (address instanceof Queue queue) {
            return new QueueSink(queue, service, clients);
        }
        if (address instanceof Topic topic) {
            return new TopicSink(topic, service, clients);
        }
        if (address instanceof Bucket bucket) {
            return new BucketSink(bucket, sender.application(), service, clients);
        }
        return address instanceof Stream stream
                ? new StreamSink(new StreamWriter(stream.arn().toString(), service, clients))
                : new DirectorySink(((Directory) address).path(), clock);
    }
}
