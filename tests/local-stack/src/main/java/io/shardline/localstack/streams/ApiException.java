package io.shardline.localstack.streams;

/** A refusal in the words of the Kinesis API: the error's type, its HTTP status and a message for the caller. */
public final class ApiException extends RuntimeException {
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private final String type;
    private final int status;

    private ApiException(String type, int status, String message) {
        // Refusals are ordinary answers here; their stack traces would cost more than the answers.
        super(message, null, false, false);
        this.type = type;
        this.status = status;
    }

    public static ApiException invalidArgument(String message) {
        return new ApiException("InvalidArgumentException", BAD_REQUEST, message);
    }

    public static ApiException resourceNotFound(String message) {
        return new ApiException("ResourceNotFoundException", BAD_REQUEST, message);
    }

    public static ApiException resourceInUse(String message) {
        return new ApiException("ResourceInUseException", BAD_REQUEST, message);
    }

    public static ApiException limitExceeded(String message) {
        return new ApiException("LimitExceededException", BAD_REQUEST, message);
    }

    public static ApiException throughputExceeded(String message) {
        return new ApiException("ProvisionedThroughputExceededException", BAD_REQUEST, message);
    }

    public static ApiException expiredIterator(String message) {
        return new ApiException("ExpiredIteratorException", BAD_REQUEST, message);
    }

    public static ApiException expiredNextToken(String message) {
        return new ApiException("ExpiredNextTokenException", BAD_REQUEST, message);
    }

    /** A value that the API's model itself refuses, before the service looks at it. */
    public static ApiException validation(String message) {
        return new ApiException("ValidationException", BAD_REQUEST, "1 validation error detected: " + message);
    }

    public static ApiException serialization(String message) {
        return new ApiException("SerializationException", BAD_REQUEST, message);
    }

    public static ApiException unknownOperation(String message) {
        return new ApiException("UnknownOperationException", BAD_REQUEST, message);
    }

    public static ApiException internalFailure(String message) {
        return new ApiException("InternalFailure", SERVER_ERROR, message);
    }

    /** Any error of AWS; those of its servers have names such as InternalFailure and ServiceUnavailable. */
    public static ApiException named(String type, String message) {
        return new ApiException(type, isOfServer(type) ? SERVER_ERROR : BAD_REQUEST, message);
    }

    /** {@return whether AWS sends the error of this name with HTTP status 500} */
    public static boolean isOfServer(String type) {
        return type.startsWith("Internal") || type.startsWith("ServiceUnavailable");
    }

    public String type() {
        return type;
    }

    public int status() {
        return status;
    }
}
