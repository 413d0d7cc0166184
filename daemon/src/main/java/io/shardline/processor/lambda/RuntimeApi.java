package io.shardline.processor.lambda;

import io.shardline.event.ReportedError;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.transport.http.HttpExchange;
import io.shardline.transport.http.HttpHandler;
import io.shardline.transport.http.HttpRequest;
import io.shardline.transport.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Lambda runtime API at one address, version 2018-06-01
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">AWS Lambda, Runtime API</a>).
 */
final class RuntimeApi implements HttpHandler {
    /** The largest answer of a function, in bytes: 6 MB and a little (AWS Lambda, quotas). */
    static final int MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100;

    private static final String VERSION = "/2018-06-01";
    private static final String NEXT = VERSION + "/runtime/invocation/next";
    private static final String INIT_ERROR = VERSION + "/runtime/init/error";
    private static final Pattern ANSWER = Pattern.compile(VERSION + "/runtime/invocation/([^/]+)/(response|error)");
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    private static final String ACCEPTED = "{\"status\":\"OK\"}\n";

    private final InvocationQueue queue;
    private final Function<HttpExchange, RuntimeClient> runtimes;
    private final Listener listener;

    /** Learns what runtimes do besides answering. Called on the server's thread; must not wait. */
    interface Listener {
        /** A runtime asks for an event. */
        void asked();

        /** A runtime could not start its handler. */
        void initFailed(ReportedError error);
    }

    /**
     * Makes the API of one address.
     *
     * @param runtimes which runtime a request comes from
     */
    RuntimeApi(InvocationQueue queue, Function<HttpExchange, RuntimeClient> runtimes, Listener listener) {
        this.queue = queue;
        this.runtimes = runtimes;
        this.listener = listener;
    }

    @Override
    public void handle(HttpRequest request, HttpExchange exchange) {
        Matcher answer = ANSWER.matcher(request.path());
        if (request.method().equals("GET") && request.path().equals(NEXT)) {
            next(exchange);
        } else if (request.method().equals("POST") && request.path().equals(INIT_ERROR)) {
            listener.initFailed(ReportedError.parse(request.header(ERROR_TYPE), request.body()));
            exchange.answer(accepted());
        } else if (request.method().equals("POST") && answer.matches()) {
            exchange.answer(answered(answer.group(1), answer.group(2).equals("error"), request));
        } else {
            exchange.answer(refusal(404, "NotFound", "no such operation of the runtime API"));
        }
    }

    private void next(HttpExchange exchange) {
        RuntimeClient runtime = runtimes.apply(exchange);
        queue.offer(
                new Poll(exchange, runtime),
                new InvocationEnd.Lost(new Failure(
                        Cause.BROKE_PROTOCOL,
                        "asked for the next event without an answer to its last one",
                        "",
                        runtime.lastOutput())));
        listener.asked();
    }

    private HttpResponse answered(String id, boolean error, HttpRequest request) {
        if (request.tooLong()) {
            String message = "Exceeded maximum allowed payload size (" + MAX_ANSWER_BYTES + " bytes).";
            queue.end(
                    id,
                    new InvocationEnd.Reported(new ReportedError("Function.ResponseSizeTooLarge", message, List.of())));
            return refusal(413, "RequestEntityTooLarge", message);
        }
        return queue.end(id, endOf(error, request))
                ? accepted()
                : refusal(400, "InvalidRequestID", "no event with this request id waits for an answer");
    }

    private static InvocationEnd endOf(boolean error, HttpRequest request) {
        String type = request.header(ERROR_TYPE);
        if (error) {
            return new InvocationEnd.Reported(ReportedError.parse(type, request.body()));
        }
        // A streamed answer that failed on the way says so in its trailers.
        return type.isEmpty()
                ? new InvocationEnd.Responded(request.body())
                : new InvocationEnd.Reported(ReportedError.parse(type, decoded(request.header(ERROR_BODY))));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static HttpResponse accepted() {
        return HttpResponse.json(202, ACCEPTED);
    }

    private static HttpResponse refusal(int status, String type, String message) {
        return HttpResponse.json(status, "{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}\n");
    }
}
