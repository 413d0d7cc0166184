package io.shardline.localstack.kinesis;

import io.shardline.localstack.wire.Input;
import io.shardline.localstack.wire.Reply;

/** One operation of the API: reads the request, does its work, says what to answer or throws an ApiException. */
@FunctionalInterface
interface Operation {
    Reply answer(Input request);
}
