package io.shardline.config.aws;

import java.time.Duration;
import java.util.Optional;

/**
 * Fine settings of one client of the AWS SDK; what is empty is the SDK's own.
 *
 * @param apiCallTimeout for a call with all its retries
 * @param apiCallAttemptTimeout for one try of a call
 * @param maxAttempts the tries of a call, the first included
 */
public record ClientSettings(
        Optional<Boolean> dualstack,
        Optional<Boolean> fips,
        Optional<DefaultsMode> defaultsMode,
        Optional<Duration> apiCallTimeout,
        Optional<Duration> apiCallAttemptTimeout,
        Optional<RetryMode> retryMode,
        Optional<Integer> maxAttempts) {
    /** The AWS SDK's sets of defaults for time-outs and retries. */
    public enum DefaultsMode {
        LEGACY,
        STANDARD,
        MOBILE,
        CROSS_REGION,
        IN_REGION,
        AUTO
    }

    /** The AWS SDK's ways to retry. */
    public enum RetryMode {
        LEGACY,
        STANDARD,
        ADAPTIVE_V2
    }
}
