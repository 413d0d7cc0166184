package io.shardline.aws;

import io.shardline.config.aws.CredentialsSettings;
import io.shardline.config.aws.ProviderSpec;
import io.shardline.config.source.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    private record Made(CredentialsSettings settings, Region region, AwsCredentialsProvider provider) {
        /** Services that are configured alike mostly share the settings. To compare records takes 30 ms the first time. */
        @SuppressWarnings("ReferenceEquality")
        boolean isFor(CredentialsSettings wanted, Region wantedRegion) {
            return region.equals(wantedRegion) && (settings == wanted || settings.equals(wanted));
        }
    }

    private static final Pattern CLASS_LIKE = Pattern.compile(".*([.]|Provider|Credentials|Chain|Wrapper).*");

    private final List<Made> made = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /**
     * The provider for one service.
     *
     * @param region of that service; a role is taken there
     * @throws BadProviderException if a name is unknown or its arguments do not fit
     */
    AwsCredentialsProvider of(CredentialsSettings settings, Region region) throws BadProviderException {
        Optional<AwsCredentialsProvider> before = find(settings, region);
        if (before.isPresent()) {
            return before.get();
        }
        AwsCredentialsProvider provider = make(settings, region);
        made.add(new Made(settings, region, provider));
        return provider;
    }

    /** The provider that {@link #of} made before. */
    AwsCredentialsProvider made(CredentialsSettings settings, Region region) {
        return find(settings, region).orElseThrow(() -> new IllegalStateException("it was never made"));
    }

    private Optional<AwsCredentialsProvider> find(CredentialsSettings settings, Region region) {
        return made.stream()
                .filter(one -> one.isFor(settings, region))
                .map(Made::provider)
                .findFirst();
    }

    /**
     * Asks every provider that was configured for credentials, so that a wrong profile or a role that
     * may not be taken shows at start. The default chain is not asked: the first call tells as well. A
     * network that does not answer is no mistake in the configuration and is passed over.
     */
    List<Problem> verify() {
        List<Problem> problems = new ArrayList<>();
        for (Made one : made) {
            if (one.settings().isDefaultChain()) {
                continue;
            }
            try {
                one.provider().resolveCredentials();
            } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
                if (!isNetwork(e)) {
                    problems.add(problem(
                            one.settings(), describe(one.settings()) + " gives no credentials: " + e.getMessage()));
                }
            }
        }
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
