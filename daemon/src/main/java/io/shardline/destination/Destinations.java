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

/** Makes the destination that the configuration names. */
public final class Destinations {

    private Destinations() {}

    /**
     * Makes it; calls nothing.
     *
     * @param clients built of the same configuration
     */
    public static Destination open(DestinationSettings settings, Sender sender, AwsClients clients) {
        Clock clock = Clock.systemUTC();
        return new Destination(settings, sender, outlet(settings, sender, clients, clock), clock);
    }

    private static Outlet outlet(DestinationSettings settings, Sender sender, AwsClients clients, Clock clock) {
        DestinationAddress address = settings.address();
        ServiceSettings service = settings.service();
        if (address instanceof Queue queue) {
            return new QueueOutlet(queue, service, clients);
        }
        if (address instanceof Topic topic) {
            return new TopicOutlet(topic, service, clients);
        }
        if (address instanceof Bucket bucket) {
            return new BucketOutlet(bucket, sender.application(), service, clients);
        }
        return address instanceof Stream stream
                ? new StreamOutlet(new StreamWriter(stream.arn().toString(), service, clients))
                : new DirectoryOutlet(((Directory) address).path(), clock);
    }
}
