package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.kcl.IamActions;
import io.shardline.kcl.OnlineCheck;
import java.util.ArrayList;
import java.util.List;

/** What can be told of a configuration beyond its values. Starts nothing. */
public final class ConfigCheck {

    /**
     * A line for the user.
     *
     * @param good whether the daemon could work with what it tells
     */
    public record Line(boolean good, String text) {}

    private ConfigCheck() {}

    /** The IAM actions that the configuration needs, one line for each resource. */
    public static List<String> iamActions(DaemonConfig config) {
        return IamActions.neededBy(config).stream()
                .map(IamActions.Statement::toString)
                .toList();
    }

    /**
     * Builds what a start would build of the configuration, without a call to AWS.
     *
     * @throws InvalidConfigurationException if there is no region, or a credentials provider cannot be made
     */
    public static void offline(DaemonConfig config) throws InvalidConfigurationException {
        AwsClients.build(config).close();
    }

    /**
     * Asks AWS for credentials, the stream, the lease table and the failure destination.
     *
     * @throws InvalidConfigurationException if there is no region, or a credentials provider fails
     */
    public static List<Line> online(DaemonConfig config) throws InvalidConfigurationException, InterruptedException {
        try (AwsClients clients = AwsClients.open(config)) {
            List<Line> lines = new ArrayList<>();
            OnlineCheck.run(config, clients).forEach(finding -> lines.add(new Line(finding.good(), finding.text())));
            if (config.destination().isPresent()) {
                lines.add(FailureDestinations.look(config.destination().get(), clients));
            }
            return lines;
        }
    }
}
