package io.shardline.localstack.fault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * A fault for calls of an operation.
 *
 * @param service which service
 * @param operation the operation's API name, such as {@code GetRecords}, or {@code *} for any
 * @param count how many calls it affects
 * @param kind what happens to each
 * @param delay how long {@link Kind#WAIT} waits; no other kind waits
 * @param error the error's name, such as {@code ExpiredTokenException}, for {@link Kind#ERROR}; empty for the service's
 *     internal error
 * @param every 1 affects each call, n affects one call in n: the first n-1 calls pass
 */
public record Fault(Service service, String operation, int count, Kind kind, Duration delay, String error, int every) {
    /** The operation that stands for every operation. */
    public static final String ANY_OPERATION = "*";

    private static final String PUT_RECORDS = "PutRecords";

    /** What can happen to a call. */
    public enum Kind {
        /** The service's throttling error. */
        @JsonProperty("throttle")
        THROTTLE,
        /** The error of {@link Fault#error}, or HTTP 500 with the service's internal error. */
        @JsonProperty("error")
        ERROR,
        /** Kinesis' ExpiredIteratorException. */
        @JsonProperty("expired-iterator")
        EXPIRED_ITERATOR,
        /** The connection is closed without an answer, with all that runs on it. */
        @JsonProperty("cut")
        CUT,
        /** The call does its work, and then the connection is closed without an answer. */
        @JsonProperty("cut-after")
        CUT_AFTER,
        /** The call waits and then does its work. */
        @JsonProperty("wait")
        WAIT,
        /** PutRecords does its work but for every other record, the first one included, which it throttles. */
        @JsonProperty("refuse-some")
        REFUSE_SOME
    }

    public Fault {
        if (service == null || operation == null || operation.isEmpty() || kind == null || count < 1 || every < 1) {
            throw new IllegalArgumentException(
                    "A fault needs service, operation, fault, and 'count' and 'every' of at least 1 if they are given");
        }
        if (kind != Kind.ERROR && !error.isEmpty()) {
            throw new IllegalArgumentException("Only the fault 'error' has an error's name");
        }
        if (kind == Kind.WAIT && (delay.isZero() || delay.isNegative())) {
            throw new IllegalArgumentException("The fault 'wait' needs waitMillis above 0");
        }
        if (kind == Kind.REFUSE_SOME && (service != Service.KINESIS || !operation.equals(PUT_RECORDS))) {
            throw new IllegalArgumentException("The fault 'refuse-some' is for kinesis and PutRecords alone");
        }
    }

    @JsonCreator
    static Fault fromJson(
            @JsonProperty("service") Service service,
            @JsonProperty("operation") String operation,
            @JsonProperty("count") Integer count,
            @JsonProperty("fault") Kind kind,
            @JsonProperty("waitMillis") long waitMillis,
            @JsonProperty("error") String error,
            @JsonProperty("every") Integer every) {
        return new Fault(
                service,
                operation,
                count == null ? 1 : count,
                kind,
                Duration.ofMillis(waitMillis),
                error == null ? "" : error,
                every == null ? 1 : every);
    }

    private static Fault of(Service service, String operation, int count, Kind kind) {
        return new Fault(service, operation, count, kind, Duration.ZERO, "", 1);
    }

    public static Fault throttle(Service service, String operation, int count) {
        return of(service, operation, count, Kind.THROTTLE);
    }

    public static Fault error(Service service, String operation, int count) {
        return of(service, operation, count, Kind.ERROR);
    }

    /** An error by its name, such as {@code AccessDeniedException}. */
    public static Fault error(Service service, String operation, int count, String error) {
        return new Fault(service, operation, count, Kind.ERROR, Duration.ZERO, error, 1);
    }

    /** For GetRecords of Kinesis. */
    public static Fault expiredIterator(int count) {
        return of(Service.KINESIS, "GetRecords", count, Kind.EXPIRED_ITERATOR);
    }

    public static Fault cut(Service service, String operation, int count) {
        return of(service, operation, count, Kind.CUT);
    }

    /** The work is done, its answer is lost. */
    public static Fault cutAfter(Service service, String operation, int count) {
        return of(service, operation, count, Kind.CUT_AFTER);
    }

    public static Fault waiting(Service service, String operation, int count, Duration delay) {
        return new Fault(service, operation, count, Kind.WAIT, delay, "", 1);
    }

    /** For PutRecords of Kinesis. */
    public static Fault refuseSome(int count) {
        return of(Service.KINESIS, PUT_RECORDS, count, Kind.REFUSE_SOME);
    }

    boolean isFor(Service calledService, String calledOperation) {
        return service == calledService && (operation.equals(ANY_OPERATION) || operation.equals(calledOperation));
    }

    /** {@return the same fault for one call in n} */
    public Fault every(int n) {
        return new Fault(service, operation, count, kind, delay, error, n);
    }

    Fault withCount(int left) {
        return new Fault(service, operation, left, kind, delay, error, every);
    }
}
