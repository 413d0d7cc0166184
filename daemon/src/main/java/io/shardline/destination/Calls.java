package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.Explanation;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ClientSettings;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.shard.DestinationException;
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

/** Calls to the service of one address: bounded in time, and with failures in one clear line. */
final class Calls {
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration ATTEMPT = Duration.ofSeconds(8);

    /** The SDK's own timer should be first, as it knows which attempt it was. */
    private static final Duration LATER = Duration.ofSeconds(2);

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final String place;
    private final ServiceSettings settings;
    private final ServiceNames names;
    private final String service;

    /**
     * Makes them.
     *
     * @param place what is called, for people
     * @param service its name for people
     */
    Calls(Object place, ServiceSettings settings, ServiceNames names, String service) {
        this.place = place.toString();
        this.settings = bounded(settings);
        this.names = names;
        this.service = service;
    }

    /** Unlike the KCL's calls, these hold a shard's thread: there is always a bound. */
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
                        client.apiCallTimeout().or(() -> Optional.of(CALL)),
                        client.apiCallAttemptTimeout().or(() -> Optional.of(ATTEMPT)),
                        client.retryMode(),
                        client.maxAttempts()));
    }

    /** {@return the builder, ready to build a client} */
    <B extends AwsClientBuilder<B, ?> & AwsAsyncClientBuilder<B, ?>> B settle(AwsClients clients, B builder) {
        return clients.settleFurther(builder, settings, names);
    }

    /** {@return whether calls go to another endpoint than AWS's own} */
    boolean goElsewhere() {
        return AwsClients.isElsewhere(settings, names);
    }

    /**
     * Waits for a call.
     *
     * @param action as a policy writes it
     */
    <T> T wait(String action, Supplier<CompletableFuture<T>> start) throws DestinationException, InterruptedException {
        Duration most = settings.client().apiCallTimeout().orElse(CALL).plus(LATER);
        CompletableFuture<T> call = null;
        try {
            call = start.get();
            return call.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throwIfInterrupted(e);
            throw new DestinationException(place + ": " + explain(action, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            IOException fault = new IOException("no answer in " + most.toSeconds() + " s", e);
            throw new DestinationException(place + ": " + explain(action, fault), fault);
        } catch (RuntimeException e) {
            throwIfInterrupted(e);
            throw new DestinationException(place + ": " + explain(action, e), e);
        } finally {
            if (call != null) {
                call.cancel(true); // without effect if it is done
            }
        }
    }

    /** The SDK's own interruption comes wrapped. */
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
                return text + ": allow it to the credentials of onFailure (check-config lists what they need)";
            }
        }
        return text;
    }
}
