package io.shardline.localstack.fault;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The two services of the local stack. */
public enum Service {
    @JsonProperty("kinesis")
    KINESIS,
    @JsonProperty("dynamodb")
    DYNAMODB
}
