package io.shardline.processor.lambda;

import io.shardline.event.EventSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment variables that AWS Lambda defines for a runtime (AWS Lambda, "Defined runtime environment variables").
 * Those that the daemon itself has, for example because it runs in the function's image, keep their value.
 */
final class RuntimeEnvironment {
    private final Map<String, String> own;
    private final Map<String, String> common = new LinkedHashMap<>();

    /**
     * Makes the environment of one function's runtimes.
     *
     * @param own the daemon's environment
     * @param command the command of the runtime, whose last word is taken for the handler
     * @param directory where the runtime starts
     */
    RuntimeEnvironment(Map<String, String> own, EventSource source, List<String> command, String directory) {
        this.own = Map.copyOf(own);
        keepOr("_HANDLER", command.get(command.size() - 1));
        keepOr("LAMBDA_TASK_ROOT", directory);
        keepOr("LAMBDA_RUNTIME_DIR", directory);
        keepOr("AWS_REGION", source.region());
        keepOr("AWS_DEFAULT_REGION", source.region());
        keepOr("AWS_LAMBDA_FUNCTION_NAME", source.application());
        keepOr("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        keepOr("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "3008");
        keepOr("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        keepOr("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + source.application());
        keepOr("TZ", ":UTC");
    }

    /**
     * The variables of one runtime.
     *
     * @param api the address of the runtime API, {@code host:port}
     */
    Map<String, String> of(String runtime, String api) {
        Map<String, String> variables = new HashMap<>(common);
        variables.put("AWS_LAMBDA_RUNTIME_API", api);
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", own.getOrDefault("AWS_LAMBDA_LOG_STREAM_NAME", runtime));
        return variables;
    }

    private void keepOr(String name, String value) {
        common.put(name, own.getOrDefault(name, value));
    }
}
