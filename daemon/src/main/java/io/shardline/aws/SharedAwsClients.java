package io.shardline.aws;

import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.aws.AwsSettings;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.config.retrieval.RetrievalSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/**
 * The clients of all applications of a daemon: applications with the same regions, endpoints, credentials and client settings
 * use the same clients, and all clients use the same threads. Never closed: the connections end with the process, and netty
 * takes seconds to close. Confined to the thread that starts the daemon.
 */
public final class SharedAwsClients {
    private final SdkEventLoopGroup eventLoops = AwsHttp.newEventLoops();
    private final Map<Needs, AwsClients> clients = new HashMap<>();

    /** What clients depend on. */
    private record Needs(AwsSettings aws, boolean fanOut, boolean cloudWatch, Optional<ServiceSettings> destination) {
        static Needs of(DaemonConfig config) {
            return new Needs(
                    config.aws(),
                    config.retrieval() instanceof RetrievalSettings.FanOut,
                    AwsClients.callsCloudWatch(config.metrics()),
                    config.destination().map(DestinationSettings::service));
        }
    }

    /**
     * Creates the clients of an application, unless they exist. See {@link AwsClients#open}.
     *
     * @throws InvalidConfigurationException if there is no region, or a credentials provider fails
     */
    public AwsClients open(DaemonConfig config) throws InvalidConfigurationException {
        Needs needs = Needs.of(config);
        AwsClients existing = clients.get(needs);
        if (existing != null) {
            return existing;
        }
        AwsClients opened = AwsClients.open(config, eventLoops);
        clients.put(needs, opened);
        return opened;
    }
}
