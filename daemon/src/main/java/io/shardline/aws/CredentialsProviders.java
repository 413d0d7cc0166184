package io.shardline.aws;

import io.shardline.config.CredentialsSettings;
import io.shardline.config.Problem;
import io.shardline.config.ProviderSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;

/** The credentials of the services, as configured; services that are configured alike share them. */
final class CredentialsProviders implements AutoCloseable {

    private record Wanted(CredentialsSettings settings, Region region) {}

    private static final Pattern CLASS_LIKE = Pattern.compile(".*([.]|Provider|Credentials|Chain|Wrapper).*");

    private final Map<Wanted, AwsCredentialsProvider> made = new HashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /**
     * The provider for one service.
     *
     * @param region of that service; a role is taken there
     * @throws BadProviderException if a name is unknown or its arguments do not fit
     */
    AwsCredentialsProvider of(CredentialsSettings settings, Region region) throws BadProviderException {
        Wanted wanted = new Wanted(settings, region);
        AwsCredentialsProvider provider = made.get(wanted);
        if (provider == null) {
            provider = make(settings, region);
            made.put(wanted, provider);
        }
        return provider;
    }

    /** The provider that {@link #of} made before. */
    AwsCredentialsProvider made(CredentialsSettings settings, Region region) {
        return Objects.requireNonNull(made.get(new Wanted(settings, region)), "it was never made");
    }

    /**
     * Asks every provider that was configured for credentials, so that a wrong profile or a role that
     * may not be taken shows at start. The default chain is not asked: the first call tells as well. A
     * network that does not answer is no mistake in the configuration and is passed over.
     */
    List<Problem> verify() {
        List<Problem> problems = new ArrayList<>();
        made.forEach((wanted, provider) -> {
            if (wanted.settings().isDefaultChain()) {
                return;
            }
            try {
                provider.resolveCredentials();
            } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
                if (!isNetwork(e)) {
                    problems.add(problem(
                            wanted.settings(),
                            describe(wanted.settings()) + " gives no credentials: " + e.getMessage()));
                }
            }
        });
        return problems;
    }

    /** The mistake in the configuration that the message tells of. */
    static Problem problem(CredentialsSettings settings, String message) {
        return new Problem(settings.source().origin(), settings.source().key(), message);
    }

    /** Closes what was made; the clients that use it must be closed before. */
    @Override
    public void close() {
        Closing.all(opened);
    }

    private AwsCredentialsProvider make(CredentialsSettings settings, Region region) throws BadProviderException {
        AssumedRoles roles = new AssumedRoles(region);
        opened.add(0, roles);
        Optional<AwsCredentialsProvider> base = base(settings, roles);
        if (settings.role().isPresent()) {
            return roles.assume(settings.role().get(), base, AssumedRoles.Sts.DEFAULT);
        }
        return base.orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static Optional<AwsCredentialsProvider> base(CredentialsSettings settings, AssumedRoles roles)
            throws BadProviderException {
        if (settings.profile().isPresent()) {
            return Optional.of(
                    ProfileCredentialsProvider.create(settings.profile().get()));
        }
        List<AwsCredentialsProvider> providers = new ArrayList<>();
        for (ProviderSpec spec : settings.providers()) {
            try {
                providers.add(NamedCredentials.make(spec, roles));
            } catch (BadProviderException | SdkException | IllegalArgumentException e) {
                throw new BadProviderException(nameOf(spec, providers.size() + 1) + " " + e.getMessage());
            }
        }
        if (providers.size() < 2) {
            return providers.stream().findFirst(); // without a chain around it, its own failure is seen
        }
        return Optional.of(AwsCredentialsProviderChain.builder()
                .credentialsProviders(providers)
                .build());
    }

    /** What does not look like a class may be a key that was put in the wrong place. */
    private static String nameOf(ProviderSpec spec, int number) {
        return CLASS_LIKE.matcher(spec.name()).matches() ? spec.name() : "provider " + number;
    }

    private static String describe(CredentialsSettings settings) {
        if (settings.role().isPresent()) {
            return "the role " + settings.role().get().arn();
        }
        return settings.profile()
                .map(profile -> "the profile " + profile)
                .orElseGet(() -> settings.providers().toString());
    }

    private static boolean isNetwork(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
            if (cause instanceof SdkServiceException service && service.statusCode() >= 500) {
                return true;
            }
        }
        return false;
    }
}
