package io.shardline.localstack.fault;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A service's own words for the faults that it answers itself. */
public interface ErrorAnswers {
    void throttle(String operation, Request request, Response response, Callback callback);

    void error(Request request, Response response, Callback callback);

    /** An error by the name that AWS gives it. */
    void error(String name, Request request, Response response, Callback callback);

    /** Only Kinesis has iterators; another service answers with its internal error. */
    default void expiredIterator(Request request, Response response, Callback callback) {
        error(request, response, callback);
    }
}
