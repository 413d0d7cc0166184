package io.shardline.localstack.dynamodb;

import io.shardline.localstack.fault.ErrorAnswers;
import io.shardline.localstack.streams.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** How DynamoDB says that it is busy or broken. */
final class DynamoDbFaults implements ErrorAnswers {
    private static final String SHAPES = "com.amazonaws.dynamodb.v20120810#";

    @Override
    public void throttle(String operation, Request request, Response response, Callback callback) {
        // Operations on tables have no throughput of their own; the account's limit on calls throttles them.
        String type = operation.endsWith("Table") || operation.endsWith("Tables")
                ? "com.amazon.coral.availability#ThrottlingException"
                : SHAPES + "ProvisionedThroughputExceededException";
        send(400, type, "Rate exceeded (a fault on demand)", response, callback);
    }

    @Override
    public void error(Request request, Response response, Callback callback) {
        send(500, SHAPES + "InternalServerError", "Internal error (a fault on demand)", response, callback);
    }

    @Override
    public void error(String name, Request request, Response response, Callback callback) {
        int status = ApiException.isOfServer(name) ? 500 : 400;
        send(status, "com.amazon.coral.service#" + name, name + " (a fault on demand)", response, callback);
    }

    private static void send(int status, String type, String message, Response response, Callback callback) {
        String body = "{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}";
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
