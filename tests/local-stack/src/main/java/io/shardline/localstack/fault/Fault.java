package io.shardline.localstack.fault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * A fault for the next calls of an operation.
 *
 * @param service which service
 * @param operation the operation's API name, such as {@code GetRecords}, or {@code *} for any
 * @param count for how many calls
 * @param kind what happens to each
 * @param delay how long {@link Kind#WAIT} waits; no other kind waits
 */
public record Fault(Service service, String operation, int count, Kind kind, Duration delay) {
    /** The operation that stands for every operation. */
    public static final String ANY_OPERATION = "*";

    private static final String PUT_RECORDS = "PutRecords";

    /** What can happen to a call. */
    public enum Kind {
        /** The service's throttling error. */
        @JsonProperty("throttle")
        THROTTLE,
        /** HTTP 500 with the service's internal error. */
        @JsonProperty("error")
        ERROR,
        /** Kinesis' ExpiredIteratorException. */
        @JsonProperty("expired-iterator")
        EXPIRED_ITERATOR,
        /** The connection is closed without an answer, with all that runs on it. */
        @JsonProperty("cut")
        CUT,
        /** The call waits and then does its work. */
        @JsonProperty("wait")
        WAIT,
        /** PutRecords does its work but for every other record, the first one included, which it throttles. */
        @JsonProperty("refuse-some")
        REFUSE_SOME
    }

    public Fault {
        if (service == null || operation == null || operation.isEmpty() || kind == null || count < 1) {
            throw new IllegalArgumentException(
                    "A fault needs service, operation, fault, and a count of at least 1 if one is given");
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
            @JsonProperty("waitMillis") long waitMillis) {
        return new Fault(service, operation, count == null ? 1 : count, kind, Duration.ofMillis(waitMillis));
    }

    public static Fault throttle(Service service, String operation, int count) {
        return new Fault(service, operation, count, Kind.THROTTLE, Duration.ZERO);
    }

    public static Fault error(Service service, String operation, int count) {
        return new Fault(service, operation, count, Kind.ERROR, Duration.ZERO);
    }

    /** For GetRecords of Kinesis. */
    public static Fault expiredIterator(int count) {
        return new Fault(Service.KINESIS, "GetRecords", count, Kind.EXPIRED_ITERATOR, Duration.ZERO);
    }

    public static Fault cut(Service service, String operation, int count) {
        return new Fault(service, operation, count, Kind.CUT, Duration.ZERO);
    }

    public static Fault waiting(Service service, String operation, int count, Duration delay) {
        return new Fault(service, operation, count, Kind.WAIT, delay);
    }

    /** For PutRecords of Kinesis. */
    public static Fault refuseSome(int count) {
        return new Fault(Service.KINESIS, PUT_RECORDS, count, Kind.REFUSE_SOME, Duration.ZERO);
    }

    boolean isFor(Service calledService, String calledOperation) {
        return service == calledService && (operation.equals(ANY_OPERATION) || operation.equals(calledOperation));
    }

    Fault withCount(int left) {
        return new Fault(service, operation, left, kind, delay);
    }
}
