package io.shardline.config.destination;

import static io.shardline.config.key.ValueTypes.oneOf;

import io.shardline.config.aws.ServiceKeys;
import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;

/** The keys of the failure destination. How its AWS service is reached is set by {@link ServiceKeys#ON_FAILURE}. */
public final class DestinationKeys {

    public static final KeyGroup GROUP = new KeyGroup("Failure destination");

    static final Key<DestinationAddress> ON_FAILURE = key("onFailure", DestinationGrammar.address())
            .whenUnset("discarded records are only logged")
            .doc("Where discarded records are sent. The shard resumes when they are stored there.");

    static final Key<DestinationSettings.Payload> PAYLOAD = key(
                    "onFailurePayload", oneOf(DestinationSettings.Payload.class))
            .whenUnset("metadata for SQS and SNS; S3, Kinesis and files always get the records")
            .doc("What a message contains: the records, or only their positions in the stream (metadata).");

    static final Key<DestinationSettings.OnUnavailable> UNAVAILABLE = key(
                    "onFailureUnavailable", oneOf(DestinationSettings.OnUnavailable.class))
            .defaultsTo("hold")
            .doc(
                    "What happens when the destination does not accept discarded records: hold stops the shard and retries,"
                            + " log writes an error and continues.");

    private DestinationKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type).extension();
    }
}
