package io.shardline.aws;

import io.shardline.config.aws.CredentialsSettings.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * Assumes roles with STS, and owns the clients and providers for that. Uses the SDK's blocking STS client, because the SDK's
 * credentials providers require it.
 */
final class AssumedRoles implements AutoCloseable {

    /**
     * Region and endpoint of STS.
     *
     * @param region empty for the region of the service that the role is for
     * @param endpoint empty for the default endpoint
     */
    record Sts(Optional<String> region, Optional<URI> endpoint) {

        static final Sts DEFAULT = new Sts(Optional.empty(), Optional.empty());

        Sts inRegion(String id) throws BadProviderException {
            if (!id.matches("[a-z0-9-]+")) {
                throw new BadProviderException("endpointRegion= is not a region");
            }
            return new Sts(Optional.of(id), endpoint);
        }

        /** {@code URL^REGION}, with or without https://, as in KclStsAssumeRoleCredentialsProvider. */
        Sts at(String text) throws BadProviderException {
            int caret = text.indexOf('^');
            if (caret < 0) {
                throw new BadProviderException("endpoint= must have the form URL^REGION");
            }
            String url = text.substring(0, caret);
            try {
                URI uri = new URI(url.startsWith("http://") || url.startsWith("https://") ? url : "https://" + url);
                return new Sts(region, Optional.of(uri)).inRegion(text.substring(caret + 1));
            } catch (URISyntaxException e) {
                throw new BadProviderException("endpoint= is not a URL: " + e.getReason());
            }
        }
    }

    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final Region region;

    /** Creates roles for a service in this region. */
    AssumedRoles(Region region) {
        this.region = region;
    }

    /**
     * {@return a provider that assumes the role on its first use}
     *
     * @param base the credentials that assume the role; empty for the default chain
     */
    AwsCredentialsProvider assume(Role role, Optional<AwsCredentialsProvider> base, Sts sts) {
        return role.webIdentityTokenFile().isPresent() ? withToken(role, sts) : withCredentials(role, base, sts);
    }

    private AwsCredentialsProvider withToken(Role role, Sts sts) {
        StsClient client = client(AnonymousCredentialsProvider.create(), sts);
        return keep(StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(client)
                .roleArn(role.arn())
                .roleSessionName(role.sessionName())
                .webIdentityTokenFile(role.webIdentityTokenFile().orElseThrow())
                .build());
    }

    private AwsCredentialsProvider withCredentials(Role role, Optional<AwsCredentialsProvider> base, Sts sts) {
        StsClient client = client(
                base.orElseGet(() -> keep(DefaultCredentialsProvider.builder().build())), sts);
        return keep(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(request -> {
                    request.roleArn(role.arn()).roleSessionName(role.sessionName());
                    role.externalId().ifPresent(request::externalId);
                })
                .asyncCredentialUpdateEnabled(true) // as in KclStsAssumeRoleCredentialsProvider: no call waits for STS
                .build());
    }

    private StsClient client(AwsCredentialsProvider credentials, Sts sts) {
        StsClientBuilder builder = StsClient.builder()
                .credentialsProvider(credentials)
                .region(sts.region().map(Region::of).orElse(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        sts.endpoint().ifPresent(builder::endpointOverride);
        return keep(builder.build());
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        closeables.add(0, closeable);
        return closeable;
    }

    /** Closes providers and clients in the reverse order of their creation. */
    @Override
    public void close() {
        Closing.all(closeables);
    }
}
