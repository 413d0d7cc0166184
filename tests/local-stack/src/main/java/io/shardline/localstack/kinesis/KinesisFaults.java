package io.shardline.localstack.kinesis;

import io.shardline.localstack.fault.ErrorAnswers;
import io.shardline.localstack.streams.ApiException;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** How Kinesis says that it is busy or broken. */
final class KinesisFaults implements ErrorAnswers {
    // The others are limited by calls a second and say LimitExceededException.
    private static final Set<String> LIMITED_BY_THROUGHPUT =
            Set.of("GetRecords", "GetShardIterator", "PutRecord", "PutRecords");

    @Override
    public void throttle(String operation, Request request, Response response, Callback callback) {
        ApiException error = LIMITED_BY_THROUGHPUT.contains(operation)
                ? ApiException.throughputExceeded("Rate exceeded for shard (a fault on demand)")
                : ApiException.limitExceeded("Rate exceeded for account (a fault on demand)");
        Answers.send(error, Answers.format(request), response, callback);
    }

    @Override
    public void error(Request request, Response response, Callback callback) {
        ApiException error = ApiException.internalFailure("Internal failure (a fault on demand)");
        Answers.send(error, Answers.format(request), response, callback);
    }

    @Override
    public void error(String name, Request request, Response response, Callback callback) {
        Answers.send(
                ApiException.named(name, name + " (a fault on demand)"), Answers.format(request), response, callback);
    }

    @Override
    public void expiredIterator(Request request, Response response, Callback callback) {
        ApiException error = ApiException.expiredIterator("Iterator expired (a fault on demand)");
        Answers.send(error, Answers.format(request), response, callback);
    }
}
