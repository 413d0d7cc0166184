package io.shardline.localstack.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.shardline.localstack.streams.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The two body formats of the Kinesis API; a client chooses by its request's content type. */
public enum BodyFormat {
    JSON("application/x-amz-json-1.1", new JsonMapper()),
    CBOR("application/x-amz-cbor-1.1", new CBORMapper());

    private static final int SMALL_BODY = 512;

    private final String contentType;

    @SuppressWarnings("ImmutableEnumChecker") // Nobody configures the mapper after its creation.
    private final ObjectMapper mapper;

    BodyFormat(String contentType, ObjectMapper mapper) {
        this.contentType = contentType;
        this.mapper = mapper;
    }

    /** CBOR when the content type says so, otherwise JSON: tools such as curl send all sorts of types with JSON. */
    public static BodyFormat of(String contentType) {
        return contentType != null && contentType.contains("cbor") ? CBOR : JSON;
    }

    public String contentType() {
        return contentType;
    }

    /** Reads a request's body; an empty one has no members. */
    public Input read(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return new Input(JsonNodeFactory.instance.objectNode(), this);
        }
        try {
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            JsonNode tree = mapper.readTree(bytes);
            if (!tree.isObject()) {
                throw ApiException.serialization("The request's body is no structure");
            }
            return new Input(tree, this);
        } catch (IOException e) {
            throw ApiException.serialization("The request's body is not " + name() + ": " + firstLine(e));
        }
    }

    /** The bytes of a reply. */
    public ByteBuffer write(Reply reply) {
        ExposedBytes bytes = new ExposedBytes(reply.estimatedBytes() + SMALL_BODY);
        try (JsonGenerator generator = mapper.createGenerator(bytes)) {
            generator.writeStartObject();
            reply.writeTo(new Output(generator, this));
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteBuffer();
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Saves the copy that {@link #toByteArray} makes: a full GetRecords reply has 10 MiB. */
    private static final class ExposedBytes extends ByteArrayOutputStream {
        ExposedBytes(int size) {
            super(size);
        }

        ByteBuffer toByteBuffer() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }
}
