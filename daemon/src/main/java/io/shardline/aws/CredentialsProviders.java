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

/** The configured credentials of the services. Services with equal settings share a provider. */
final class CredentialsProviders implements AutoCloseable {

    private record Entry(CredentialsSettings settings, Region region, AwsCredentialsProvider provider) {
        /** Compares references first, because the first comparison of records takes 30 ms. */
        @SuppressWarnings("ReferenceEquality")
        boolean isFor(CredentialsSettings wanted, Region wantedRegion) {
            return region.equals(wantedRegion) && (settings == wanted || settings.equals(wanted));
        }
    }

    private static final Pattern CLASS_LIKE = Pattern.compile(".*([.]|Provider|Credentials|Chain|Wrapper).*");

    private final List<Entry> entries = new ArrayList<>();
    private final List<AutoCloseable> closeables = new ArrayList<>();

    /**
     * {@return the provider for one service}
     *
     * @param region the region of the service, in which a role is assumed
     * @throws BadProviderException if a name is unknown or its arguments are invalid
     */
    AwsCredentialsProvider of(CredentialsSettings settings, Region region) throws BadProviderException {
        Optional<AwsCredentialsProvider> before = find(settings, region);
        if (before.isPresent()) {
            return before.get();
        }
        AwsCredentialsProvider provider = make(settings, region);
        entries.add(new Entry(settings, region, provider));
        return provider;
    }

    /** {@return the provider that {@link #of} has created before} */
    AwsCredentialsProvider existing(CredentialsSettings settings, Region region) {
        return find(settings, region).orElseThrow(() -> new IllegalStateException("the provider was never created"));
    }

    private Optional<AwsCredentialsProvider> find(CredentialsSettings settings, Region region) {
        return entries.stream()
                .filter(one -> one.isFor(settings, region))
                .map(Entry::provider)
                .findFirst();
    }

    /**
     * Resolves the credentials of every configured provider, to find a wrong profile or a role that may not be assumed. Does
     * not resolve the default chain, because the first call reports its problems as well. Ignores network failures, which are
     * not mistakes in the configuration.
     */
    List<Problem> verify() {
        List<Problem> problems = new ArrayList<>();
        for (Entry one : entries) {
            if (one.settings().isDefaultChain()) {
                continue;
            }
            try {
                one.provider().resolveCredentials();
            } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
                if (!isNetwork(e)) {
                    problems.add(problem(
                            one.settings(), describe(one.settings()) + " provides no credentials: " + e.getMessage()));
                }
            }
        }
        return problems;
    }

    /** {@return the problem with the position of the settings in the configuration} */
    static Problem problem(CredentialsSettings settings, String message) {
        return new Problem(settings.source().origin(), settings.source().key(), message);
    }

    /** Closes the providers; the clients that use them must be closed before. */
    @Override
    public void close() {
        Closing.all(closeables);
    }

    private AwsCredentialsProvider make(CredentialsSettings settings, Region region) throws BadProviderException {
        AssumedRoles roles = new AssumedRoles(region);
        closeables.add(0, roles);
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
                providers.add(NamedCredentials.create(spec, roles));
            } catch (BadProviderException | SdkException | IllegalArgumentException e) {
                throw new BadProviderException(nameOf(spec, providers.size() + 1) + " " + e.getMessage());
            }
        }
        if (providers.size() < 2) {
            return providers.stream().findFirst(); // a chain would hide the message of its failure
        }
        return Optional.of(AwsCredentialsProviderChain.builder()
                .credentialsProviders(providers)
                .build());
    }

    /** Does not show what does not look like a class name: it may be an access key in the wrong place. */
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
