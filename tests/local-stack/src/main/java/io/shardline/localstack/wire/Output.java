package io.shardline.localstack.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Writes the members of a structure in the request's format. */
public final class Output {
    // RFC 8949, section 3.4.2: an epoch-based date and time.
    private static final int EPOCH_TAG = 1;

    private final JsonGenerator generator;
    private final BodyFormat format;

    Output(JsonGenerator generator, BodyFormat format) {
        this.generator = generator;
        this.format = format;
    }

    /** Writes a structure's members; the braces around them are the caller's business. */
    @FunctionalInterface
    public interface Members<T> {
        void write(Output out, T value) throws IOException;
    }

    public Output text(String name, String value) throws IOException {
        generator.writeStringField(name, value);
        return this;
    }

    public Output text(String name, Optional<String> value) throws IOException {
        return value.isPresent() ? text(name, value.get()) : this;
    }

    public Output number(String name, long value) throws IOException {
        generator.writeNumberField(name, value);
        return this;
    }

    public Output flag(String name, boolean value) throws IOException {
        generator.writeBooleanField(name, value);
        return this;
    }

    public Output blob(String name, byte[] value) throws IOException {
        generator.writeBinaryField(name, value);
        return this;
    }

    public Output timestamp(String name, Instant value) throws IOException {
        return timestamp(name, value.toEpochMilli());
    }

    /** See {@link Input#timestamp} for the two forms. */
    public Output timestamp(String name, long epochMillis) throws IOException {
        generator.writeFieldName(name);
        if (format == BodyFormat.CBOR) {
            ((CBORGenerator) generator).writeTag(EPOCH_TAG);
            generator.writeNumber(epochMillis);
        } else {
            generator.writeNumber(BigDecimal.valueOf(epochMillis, 3));
        }
        return this;
    }

    public <T> Output structure(String name, T value, Members<T> members) throws IOException {
        generator.writeFieldName(name);
        writeStructure(value, members);
        return this;
    }

    public <T> Output structures(String name, Collection<T> values, Members<T> members) throws IOException {
        generator.writeArrayFieldStart(name);
        for (T value : values) {
            writeStructure(value, members);
        }
        generator.writeEndArray();
        return this;
    }

    public Output texts(String name, Collection<String> values) throws IOException {
        generator.writeArrayFieldStart(name);
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
        return this;
    }

    private <T> void writeStructure(T value, Members<T> members) throws IOException {
        generator.writeStartObject();
        members.write(this, value);
        generator.writeEndObject();
    }
}
