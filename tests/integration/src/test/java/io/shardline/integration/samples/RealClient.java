package io.shardline.integration.samples;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.Requirement;
import io.shardline.integration.harness.TestEnvironment;
import java.nio.file.Path;
import java.util.List;

/**
 * A client library of the original, as its registry has it.
 *
 * @param name the package's
 * @param needs the program that runs it
 * @param installed what its installation leaves in {@code tests/clients}
 * @param judge the processor on it, which writes a ledger
 */
public record RealClient(String name, String needs, String installed, String judge) {
    private static final String INSTALL = "sh tests/clients/install.sh";

    /** The Python one. */
    public static final RealClient KCLPY =
            new RealClient("amazon_kclpy", "python3", "target/kclpy/amazon_kclpy", "judge_kclpy.py");
    /** The Node.js one. */
    public static final RealClient AWS_KCL =
            new RealClient("aws-kcl", "node", "node_modules/aws-kcl", "judge_aws_kcl.js");

    /** Skips the test where it is not installed. */
    public void require() {
        Requirement.programs(List.of(needs));
        Requirement.file(folder().resolve(installed), INSTALL);
    }

    /** A daemon whose processors are this client's. */
    DaemonLaunch daemon(TestEnvironment environment) {
        return environment
                .daemon("a")
                .property(
                        "executableName",
                        "%s %s --directory %s --owner a"
                                .formatted(
                                        needs,
                                        folder().resolve(judge),
                                        environment.directory().resolve("ledger")));
    }

    /** Where the processors on these clients are. */
    public static Path folder() {
        return Repository.path("tests/clients");
    }

    @Override
    public String toString() {
        return name;
    }
}
