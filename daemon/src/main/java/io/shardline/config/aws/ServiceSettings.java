package io.shardline.config.aws;

import java.net.URI;
import java.util.Optional;

/**
 * How one AWS service is reached.
 *
 * @param region empty: the SDK's own region chain
 * @param endpoint empty: the SDK's own, {@code AWS_ENDPOINT_URL_...} included
 * @param credentials with whose rights
 * @param client fine settings
 */
public record ServiceSettings(
        Optional<String> region, Optional<URI> endpoint, CredentialsSettings credentials, ClientSettings client) {}
