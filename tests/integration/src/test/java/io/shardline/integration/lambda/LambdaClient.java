package io.shardline.integration.lambda;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.Requirement;
import io.shardline.integration.harness.TestEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A runtime interface client of AWS Lambda, as its registry has it, with a handler that writes a ledger.
 *
 * @param name the package
 * @param needs the program that runs it
 * @param installed what its installation leaves in {@code tests/lambda}
 * @param command the runtime and its handler; {@code %s} stands for {@code tests/lambda}
 * @param variables further variables of its environment
 */
record LambdaClient(String name, String needs, String installed, String command, Map<String, String> variables) {
    private static final String INSTALL = "sh tests/lambda/install.sh";

    static final LambdaClient PYTHON = new LambdaClient(
            "awslambdaric",
            "python3",
            "target/python/awslambdaric",
            "python3 -m awslambdaric ledger_handler.handler",
            Map.of("PYTHONPATH", "%1$s/target/python:%1$s/python"));

    static final LambdaClient NODE = new LambdaClient(
            "aws-lambda-ric",
            "node",
            "node_modules/aws-lambda-ric/rapid-client.node",
            "node %1$s/node_modules/aws-lambda-ric/index.mjs ledger_handler.handler",
            Map.of("LAMBDA_TASK_ROOT", "%1$s/node"));

    static final LambdaClient GO =
            new LambdaClient("aws-lambda-go", "go", "target/go/bootstrap", "%1$s/target/go/bootstrap", Map.of());

    /** Skips the test where it is not installed. */
    void require() {
        Requirement.programs(List.of(needs));
        Requirement.file(folder().resolve(installed), INSTALL);
    }

    /** {@return a daemon whose runtimes are this client's} */
    DaemonLaunch daemon(TestEnvironment environment) {
        DaemonLaunch daemon = environment
                .daemon("a")
                .property("processorProtocol", "lambda")
                .property("executableName", command.formatted(folder()))
                .environment("LEDGER", environment.directory().resolve("ledger").toString());
        variables.forEach((variable, value) -> daemon.environment(variable, value.formatted(folder())));
        return daemon;
    }

    static Path folder() {
        return Repository.path("tests/lambda");
    }

    @Override
    public String toString() {
        return name;
    }
}
