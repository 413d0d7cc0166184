package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.source.Problem;
import io.shardline.kcl.IamActions;
import io.shardline.kcl.OnlineCheck;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks a configuration beyond its values, for {@code check-config}. Starts nothing. */
public final class ConfigCheck {

    /**
     * A finding, for the user.
     *
     * @param good whether the daemon can work with it
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
     * Creates the AWS clients of all applications as a start would, without a call to AWS.
     *
     * @throws InvalidConfigurationException if there is no region, or a credentials provider cannot be created
     */
    public static void offline(List<DaemonConfig> configs) throws InvalidConfigurationException {
        Set<Problem> problems = new LinkedHashSet<>();
        for (DaemonConfig config : configs) {
            try {
                AwsClients.build(config).close();
            } catch (InvalidConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(List.copyOf(problems));
        }
    }

    /**
     * Checks the credentials, the stream, the lease table and the on-failure destination in AWS.
     *
     * @throws InvalidConfigurationException if there is no region, or a credentials provider fails
     */
    public static List<Line> online(DaemonConfig config) throws InvalidConfigurationException, InterruptedException {
        try (AwsClients clients = AwsClients.open(config)) {
            List<Line> lines = new ArrayList<>();
            OnlineCheck.run(config, clients).forEach(finding -> lines.add(new Line(finding.good(), finding.text())));
            if (config.destination().isPresent()) {
                lines.add(FailureDestinations.check(config.destination().get(), clients));
            }
            return lines;
        }
    }
}
