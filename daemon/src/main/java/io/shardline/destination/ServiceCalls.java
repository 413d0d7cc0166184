package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.Explanation;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ClientSettings;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.shard.port.DestinationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Calls the service of one destination: with a time limit, and with failures explained in one line. */
final class ServiceCalls {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(8);

    /** Lets the SDK's own timeout come first, because its message names the attempt. */
    private static final Duration SDK_MARGIN = Duration.ofSeconds(2);

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final String destination;
    private final ServiceSettings settings;
    private final ServiceNames names;
    private final String service;

    /**
     * Creates it; calls nothing.
     *
     * @param destination what is called, as it appears in messages
     * @param service the name of the service in messages
     */
    ServiceCalls(Object destination, ServiceSettings settings, ServiceNames names, String service) {
        this.destination = destination.toString();
        this.settings = bounded(settings);
        this.names = names;
        this.service = service;
    }

    /** Unlike the KCL's calls, these block the thread of a shard: there is always a time limit. */
    private static ServiceSettings bounded(ServiceSettings settings) {
        ClientSettings client = settings.client();
        return new ServiceSettings(
                settings.region(),
                settings.endpoint(),
                settings.credentials(),
                new ClientSettings(
                        client.dualstack(),
                        client.fips(),
                        client.defaultsMode(),
                        client.apiCallTimeout().or(() -> Optional.of(CALL_TIMEOUT)),
                        client.apiCallAttemptTimeout().or(() -> Optional.of(ATTEMPT_TIMEOUT)),
                        client.retryMode(),
                        client.maxAttempts()));
    }

    /** Configures the builder. {@return the builder} */
    <B extends AwsClientBuilder<B, ?> & AwsAsyncClientBuilder<B, ?>> B configure(AwsClients clients, B builder) {
        return clients.configureFurther(builder, settings, names);
    }

    /** {@return whether the calls go to an endpoint other than AWS's own, such as an emulator} */
    boolean useCustomEndpoint() {
        return AwsClients.usesCustomEndpoint(settings, names);
    }

    /**
     * Starts a call and waits for its result.
     *
     * @param action the IAM action that it needs
     */
    <T> T await(String action, Supplier<CompletableFuture<T>> start) throws DestinationException, InterruptedException {
        Duration limit = settings.client().apiCallTimeout().orElse(CALL_TIMEOUT).plus(SDK_MARGIN);
        CompletableFuture<T> call = null;
        try {
            call = start.get();
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throwIfInterrupted(e);
            throw new DestinationException(destination + ": " + explain(action, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            IOException fault = new IOException("no response within " + limit.toSeconds() + " s", e);
            throw new DestinationException(destination + ": " + explain(action, fault), fault);
        } catch (RuntimeException e) {
            throwIfInterrupted(e);
            throw new DestinationException(destination + ": " + explain(action, e), e);
        } finally {
            if (call != null) {
                call.cancel(true); // has no effect on a completed call
            }
        }
    }

    /** The SDK wraps the exception when it is interrupted. */
    private static void throwIfInterrupted(Throwable fault) throws InterruptedException {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
        }
    }

    private String explain(String action, Throwable fault) {
        String text = Explanation.of(service, settings, action, fault);
        if (fault instanceof AwsServiceException e) {
            String code = Explanation.code(e);
            if (e.statusCode() == NOT_FOUND
                    || code.contains("NotExist")
                    || code.contains("NonExistent")
                    || code.contains("NotFound")) {
                return "does not exist" + Explanation.where(settings) + " (" + text
                        + "): check onFailure, the region and the account";
            }
            if (e.statusCode() == FORBIDDEN && (code.contains("Denied") || code.startsWith("HTTP"))) {
                return text + ": allow the action to the credentials of onFailure (check-config lists what they need)";
            }
        }
        return text;
    }
}
