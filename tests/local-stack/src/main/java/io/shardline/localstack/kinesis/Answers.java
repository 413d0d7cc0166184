package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.wire.BodyFormat;
import io.shardline.localstack.wire.Reply;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Sends replies and errors with the headers that Kinesis sends. */
final class Answers {
    private static final int OK = 200;

    private Answers() {}

    static BodyFormat format(Request request) {
        return BodyFormat.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    }

    static void send(Reply reply, BodyFormat format, Response response, Callback callback) {
        ByteBuffer body = reply == Reply.EMPTY ? BufferUtil.EMPTY_BUFFER : format.write(reply);
        send(OK, body, format, response, callback);
    }

    static void send(ApiException error, BodyFormat format, Response response, Callback callback) {
        ByteBuffer body = format.write(out -> out.text("__type", error.type()).text("message", error.getMessage()));
        send(error.status(), body, format, response, callback);
    }

    private static void send(int status, ByteBuffer body, BodyFormat format, Response response, Callback callback) {
        begin(status, format.contentType(), response);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        response.write(true, body, callback);
    }

    /** Only the head: the body follows in parts. */
    static void begin(String contentType, Response response) {
        begin(OK, contentType, response);
    }

    private static void begin(int status, String contentType, Response response) {
        response.setStatus(status);
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    }
}
