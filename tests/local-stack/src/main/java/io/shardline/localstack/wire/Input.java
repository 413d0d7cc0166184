package io.shardline.localstack.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.localstack.streams.ApiException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The members of a request or of a structure in it; a member of the wrong type is a SerializationException. */
public final class Input {
    private final JsonNode members;
    private final BodyFormat format;

    Input(JsonNode members, BodyFormat format) {
        this.members = members;
        this.format = format;
    }

    public Optional<String> text(String name) {
        return member(name).map(value -> {
            check(value.isTextual(), name, "a string");
            return value.textValue();
        });
    }

    public String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    public Optional<Integer> integer(String name) {
        return member(name).map(value -> {
            check(value.canConvertToInt(), name, "an integer");
            return value.intValue();
        });
    }

    /** An integer that the API's model allows only in a range. */
    public Optional<Integer> integer(String name, int least, int most) {
        Optional<Integer> value = integer(name);
        value.filter(number -> number < least || number > most).ifPresent(number -> {
            throw ApiException.validation("Value '" + number + "' at '" + memberPath(name)
                    + "' failed to satisfy constraint: Member must have value between " + least + " and " + most);
        });
        return value;
    }

    public int requiredInteger(String name) {
        return integer(name).orElseThrow(() -> missing(name));
    }

    public byte[] requiredBlob(String name) {
        JsonNode value = member(name).orElseThrow(() -> missing(name));
        try {
            // Jackson reads CBOR's byte strings as they are and JSON's strings as base64.
            byte[] bytes = value.binaryValue();
            check(bytes != null, name, "a blob");
            return bytes;
        } catch (IOException e) {
            throw ApiException.serialization("'" + name + "' is not base64");
        }
    }

    /**
     * A moment. In JSON it is in seconds with a fraction. In CBOR the AWS SDK for Java and Kinesis itself write integers
     * in milliseconds under tag 1, although the tag means seconds; only a fraction tells seconds there.
     */
    public Optional<Instant> timestamp(String name) {
        return member(name).map(value -> {
            check(value.isNumber(), name, "a timestamp");
            boolean millis = format == BodyFormat.CBOR && value.isIntegralNumber();
            return millis ? Instant.ofEpochMilli(value.longValue()) : ofSeconds(value.decimalValue());
        });
    }

    private static Instant ofSeconds(BigDecimal seconds) {
        return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    }

    public Optional<Input> structure(String name) {
        return member(name).map(value -> {
            check(value.isObject(), name, "a structure");
            return new Input(value, format);
        });
    }

    public List<Input> structures(String name) {
        JsonNode list = member(name).orElseThrow(() -> missing(name));
        check(list.isArray(), name, "a list");
        return StreamSupport.stream(list.spliterator(), false)
                .map(value -> {
                    check(value.isObject(), name, "a list of structures");
                    return new Input(value, format);
                })
                .toList();
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(members.get(name)).filter(value -> !value.isNull());
    }

    private static void check(boolean right, String name, String type) {
        if (!right) {
            throw ApiException.serialization("'" + name + "' is not " + type);
        }
    }

    private static ApiException missing(String name) {
        return ApiException.validation(
                "Value null at '" + memberPath(name) + "' failed to satisfy constraint: Member must not be null");
    }

    private static String memberPath(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
