package io.shardline.aws;

import io.shardline.config.aws.ServiceSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Explains in one line what a failed call to AWS means and what to do about it. */
public final class Explanation {
    private static final int SERVER_FAULT = 500;
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "SignatureDoesNotMatch",
            "ExpiredToken",
            "ExpiredTokenException");

    private Explanation() {}

    /**
     * Explains a failure.
     *
     * @param service the name of the service in messages
     * @param action the IAM action that the call needs
     */
    public static String of(String service, ServiceSettings settings, String action, Throwable fault) {
        if (fault instanceof AwsServiceException e && e.awsErrorDetails() != null) {
            String code = code(e);
            String detail = code
                    + Optional.ofNullable(e.awsErrorDetails().errorMessage())
                            .map(message -> ": " + message)
                            .orElse("");
            return BAD_CREDENTIALS.contains(code)
                    ? service + " refused the credentials (" + detail + "): check AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, the profile or the role"
                    : action + " failed (" + detail + ")";
        }
        if (isUnreachable(fault)) {
            return "cannot reach " + service + where(settings) + ": " + root(fault)
                    + ": check the endpoint, the region and the network";
        }
        if (isAboutCredentials(fault)) {
            return "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, a role,"
                    + " or AwsCredentialsProvider (" + beginning(fault.getMessage()) + ")";
        }
        return action + " failed: " + root(fault);
    }

    /** {@return the error code of the service, or the HTTP status if there is no code} */
    public static String code(AwsServiceException fault) {
        String code =
                fault.awsErrorDetails() == null ? null : fault.awsErrorDetails().errorCode();
        return code == null ? "HTTP " + fault.statusCode() : code;
    }

    /** {@return whether the service was not reached or has failed itself, so that a retry may succeed} */
    public static boolean isUnreachable(Throwable fault) {
        if (fault instanceof AwsServiceException e) {
            return e.statusCode() >= SERVER_FAULT;
        }
        return fault instanceof IOException || (fault instanceof SdkClientException && !isAboutCredentials(fault));
    }

    /** {@return the endpoint and the region, if configured, with a leading space} */
    public static String where(ServiceSettings service) {
        return service.endpoint().map(endpoint -> " at " + endpoint).orElse("")
                + service.region().map(region -> " in region " + region).orElse("");
    }

    /** {@return the innermost message that adds information: netty's names the address, its cause does not} */
    public static String root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && !repeats(root, root.getCause())) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static boolean isAboutCredentials(Throwable fault) {
        return fault.getMessage() != null && fault.getMessage().contains("credentials");
    }

    /** Cuts off the SDK's dump of its provider chain. */
    private static String beginning(String text) {
        int end = text.indexOf(" in the chain");
        return end > 0 ? text.substring(0, end) : text;
    }

    private static boolean repeats(Throwable fault, Throwable cause) {
        return fault instanceof IOException
                && (cause.getMessage() == null
                        || String.valueOf(fault.getMessage()).contains(cause.getMessage()));
    }
}
