package io.shardline.localstack.streams;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** The streams of the one account in the one region that the emulator plays. */
public final class Account {
    /** The account's number in every ARN. */
    public static final String ID = "000000000000";

    /** The region in every ARN. */
    public static final String REGION = "us-east-1";

    private static final String ARN_PREFIX = "arn:aws:kinesis:" + REGION + ":" + ID + ":stream/";
    private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    private final InstantSource clock;
    private final NavigableMap<String, DataStream> streams = new ConcurrentSkipListMap<>();
    private Instant lastCreated = Instant.EPOCH;

    public Account(InstantSource clock) {
        this.clock = clock;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Creates a stream that is active at once. */
    public synchronized DataStream createStream(String name, StreamSettings settings) {
        if (!STREAM_NAME.matcher(name).matches()) {
            throw ApiException.validation("Value '" + name + "' at 'streamName' failed to satisfy constraint: Member"
                    + " must satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have 1 to 128 characters");
        }
        if (streams.containsKey(name)) {
            throw ApiException.resourceInUse("Stream " + name + " under account " + ID + " already exists.");
        }
        Instant now = Instant.ofEpochMilli(
                Math.max(lastCreated.toEpochMilli() + 1, clock.instant().toEpochMilli()));
        lastCreated = now;
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        DataStream stream = new DataStream(new StreamIdentity(ID, name, ARN_PREFIX + name, id, now), settings, clock);
        streams.put(name, stream);
        return stream;
    }

    public synchronized void deleteStream(DataStream stream) {
        streams.remove(stream.name(), stream);
        stream.delete();
    }

    /** All streams by name. */
    public List<DataStream> streams() {
        return List.copyOf(streams.values());
    }

    /**
     * The stream that a request means.
     *
     * @param name the request's StreamName
     * @param arn the request's StreamARN
     * @param id the request's StreamId
     * @throws ApiException when none is given, they mean different streams, or there is no such stream
     */
    public DataStream stream(Optional<String> name, Optional<String> arn, Optional<String> id) {
        Optional<String> namedByArn = arn.map(Account::streamNameOf);
        Optional<String> namedById = id.map(this::streamNameOfId);
        List<String> names = List.of(name, namedByArn, namedById).stream()
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (names.isEmpty()) {
            throw ApiException.invalidArgument("Either StreamName or StreamARN must be provided.");
        }
        if (names.size() > 1) {
            throw ApiException.invalidArgument("StreamName, StreamARN and StreamId mean different streams: " + names);
        }
        return stream(names.get(0));
    }

    public DataStream stream(String name) {
        return Optional.ofNullable(streams.get(name))
                .orElseThrow(
                        () -> ApiException.resourceNotFound("Stream " + name + " under account " + ID + " not found."));
    }

    /** The consumer with this ARN. */
    public StreamConsumer consumer(String consumerArn) {
        return streams.values().stream()
                .flatMap(stream -> stream.consumers().stream())
                .filter(consumer -> consumer.arn().equals(consumerArn))
                .findFirst()
                .orElseThrow(() ->
                        ApiException.resourceNotFound("Consumer " + consumerArn + ", account " + ID + " not found."));
    }

    private String streamNameOfId(String id) {
        return streams.values().stream()
                .filter(stream -> stream.identity().id().equals(id))
                .findFirst()
                .map(DataStream::name)
                .orElseThrow(() ->
                        ApiException.resourceNotFound("Stream with id " + id + " under account " + ID + " not found."));
    }

    private static String streamNameOf(String arn) {
        if (!arn.startsWith(ARN_PREFIX)) {
            throw ApiException.resourceNotFound("Stream " + arn + " under account " + ID + " not found.");
        }
        return arn.substring(ARN_PREFIX.length());
    }
}
