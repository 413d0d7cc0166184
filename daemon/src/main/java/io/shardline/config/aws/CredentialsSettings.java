package io.shardline.config.aws;

import io.shardline.config.source.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * With whose rights a service is called. All empty: the SDK's default chain.
 *
 * @param providers the list of {@code AwsCredentialsProvider}, tried in order; empty: the profile, else the default chain
 * @param profile a profile of the AWS configuration files; never together with providers
 * @param role a role to assume with the credentials that the others give
 * @param source where to look when they do not work
 */
public record CredentialsSettings(
        List<ProviderSpec> providers, Optional<String> profile, Optional<Role> role, Source source) {

    /**
     * A role to assume.
     *
     * @param webIdentityTokenFile the token that proves who asks, as in Kubernetes; empty: the other credentials do
     */
    public record Role(
            String arn, String sessionName, Optional<String> externalId, Optional<Path> webIdentityTokenFile) {

        /** Without the external id. */
        @Override
        public String toString() {
            return arn + " as " + sessionName;
        }
    }

    /**
     * The key that says most about the credentials, and where it stands.
     *
     * @param origin the default, when no key says anything
     */
    public record Source(Origin origin, String key) {}

    /** Whether no key says anything, so that the SDK's default chain decides. */
    public boolean isDefaultChain() {
        return providers.isEmpty() && profile.isEmpty() && role.isEmpty();
    }
}
