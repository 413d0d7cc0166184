package io.shardline.config;

import static io.shardline.config.ValueTypes.oneOf;

/** Where records go that are given up. How an AWS service there is reached is {@link ServiceKeys#ON_FAILURE}. */
final class DestinationKeys {

    static final KeyGroup GROUP = new KeyGroup("Failure destination");

    static final Key<DestinationAddress> ON_FAILURE = GROUP.key("onFailure", DestinationGrammar.address())
            .whenUnset("they are only logged")
            .doc("Where records go that are given up. The shard goes on when they are safely there.");

    static final Key<OnFailurePayload> PAYLOAD = GROUP.key("onFailurePayload", oneOf(OnFailurePayload.class))
            .whenUnset("metadata for SQS and SNS; S3, Kinesis and files always get the records")
            .doc("Whether a message holds the records too, or only tells where they are in the stream.");

    private DestinationKeys() {}
}
