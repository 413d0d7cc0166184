package io.shardline.localstack.wire;

import io.shardline.localstack.streams.ApiException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** The messages of an event stream ({@code application/vnd.amazon.eventstream}) as SubscribeToShard sends them. */
public final class EventMessage {
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private EventMessage() {}

    /** The first message of a stream: the operation's answer apart from the events. */
    public static ByteBuffer initialResponse(BodyFormat format) {
        return event("initial-response", format, Reply.EMPTY);
    }

    public static ByteBuffer event(String type, BodyFormat format, Reply payload) {
        return message(Map.of(":message-type", "event", ":event-type", type), format, payload);
    }

    /** The last message of a stream that ends with an error. */
    public static ByteBuffer exception(ApiException error, BodyFormat format) {
        return message(
                Map.of(":message-type", "exception", ":exception-type", error.type()),
                format,
                out -> out.text("message", error.getMessage()));
    }

    private static ByteBuffer message(Map<String, String> kind, BodyFormat format, Reply payload) {
        ByteBuffer body = format.write(payload);
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        Map<String, HeaderValue> headers = new HashMap<>();
        kind.forEach((name, value) -> headers.put(name, HeaderValue.fromString(value)));
        headers.put(":content-type", HeaderValue.fromString(format.contentType()));
        return new Message(headers, bytes).toByteBuffer();
    }
}
