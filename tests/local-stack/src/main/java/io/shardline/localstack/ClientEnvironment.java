package io.shardline.localstack;

import io.shardline.localstack.streams.Account;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables by which the AWS SDKs find a local stack. */
final class ClientEnvironment {
    private static final String ANY_CREDENTIAL = "local";

    private ClientEnvironment() {}

    static Map<String, String> of(LocalStack stack) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL_KINESIS", stack.kinesisEndpoint().toString());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", stack.dynamoDbEndpoint().toString());
        variables.put("AWS_REGION", Account.REGION);
        // The name that Python's boto3 reads.
        variables.put("AWS_DEFAULT_REGION", Account.REGION);
        variables.put("AWS_ACCESS_KEY_ID", ANY_CREDENTIAL);
        variables.put("AWS_SECRET_ACCESS_KEY", ANY_CREDENTIAL);
        return variables;
    }
}
