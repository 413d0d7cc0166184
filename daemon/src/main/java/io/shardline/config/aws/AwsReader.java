package io.shardline.config.aws;

import io.shardline.config.aws.CredentialsSettings.Role;
import io.shardline.config.key.Key;
import io.shardline.config.key.ValueTypes;
import io.shardline.config.source.Origin;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import io.shardline.config.stream.StreamArn;
import io.shardline.config.stream.StreamKeys;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the settings of each AWS service: from its own keys, else from those for all services. */
public final class AwsReader {

    private static final String SESSION_NAME = "shardline";
    private static final String REGION_VARIABLE = "AWS_REGION";
    private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL";

    /** Names of regions, as {@code us-east-1} and {@code us-gov-west-1}; a letter after them makes an availability zone. */
    private static final Pattern REGION = Pattern.compile("([a-z]+(?:-[a-z0-9]+)+-[0-9]+)([a-z]?)");

    private final Values values;
    private final Map<String, String> environment;
    private final ProblemCollector problems;
    private CredentialsSettings shared;

    /**
     * Makes the reader of one configuration.
     *
     * @param environment may name endpoints, as the AWS SDK reads them
     */
    public AwsReader(Values values, Map<String, String> environment, ProblemCollector problems) {
        this.values = values;
        this.environment = environment;
        this.problems = problems;
    }

    /** {@return the settings; with stand-ins for what is a problem} */
    public AwsSettings read() {
        showRegionOfEnvironment();
        return new AwsSettings(
                service(ServiceKeys.KINESIS, kinesisRegion()),
                service(ServiceKeys.DYNAMO_DB, region(ServiceKeys.DYNAMO_DB)),
                service(ServiceKeys.CLOUD_WATCH, region(ServiceKeys.CLOUD_WATCH)),
                proxy());
    }

    /**
     * Reads how the service of the failure destination is reached.
     *
     * @param own the region in the destination's address, which overrides the keys
     * @param endpoint the endpoint in the destination's address
     */
    public ServiceSettings destination(Optional<String> own, Optional<URI> endpoint) {
        Optional<String> given = values.get(ServiceKeys.ON_FAILURE.region);
        if (own.isPresent() && given.isPresent() && !own.equals(given)) {
            problems.error(
                    values.originOf(ServiceKeys.ON_FAILURE.region),
                    ServiceKeys.ON_FAILURE.region.name(),
                    "is not the region of onFailure, " + own.get() + ": remove it or correct onFailure");
        }
        return service(ServiceKeys.ON_FAILURE, own.or(() -> region(ServiceKeys.ON_FAILURE)), endpoint);
    }

    private ServiceSettings service(ServiceKeys keys, Optional<String> region) {
        return service(keys, region, Optional.empty());
    }

    private ServiceSettings service(ServiceKeys keys, Optional<String> region, Optional<URI> ownEndpoint) {
        noteScheme(keys.endpoint);
        Optional<URI> endpoint = values.get(keys.endpoint).or(() -> ownEndpoint).or(() -> values.get(AwsKeys.ENDPOINT));
        if (endpoint.isEmpty() && environment.keySet().stream().noneMatch(name -> name.startsWith(ENDPOINT_VARIABLE))) {
            checkRegion(keys.region);
            checkRegion(AwsKeys.REGION);
        }
        return new ServiceSettings(
                region,
                endpoint,
                credentials(keys),
                new ClientSettings(
                        values.get(keys.dualstack),
                        values.get(keys.fips),
                        values.get(keys.defaultsMode),
                        values.get(keys.apiCallTimeout),
                        values.get(keys.apiCallAttemptTimeout),
                        values.get(keys.retryMode),
                        values.get(keys.maxAttempts)));
    }

    /** Of the AWS SDK's region chain only this is known without a call; a JVM property overrides it. */
    private void showRegionOfEnvironment() {
        String region = environment.getOrDefault(REGION_VARIABLE, "").strip();
        if (!values.isGiven(AwsKeys.REGION) && !region.isEmpty()) {
            values.setDefault(AwsKeys.REGION, region, new Origin.Environment(REGION_VARIABLE));
        }
    }

    /** Without endpoints of their own, only the regions of AWS exist. */
    private void checkRegion(Key<String> key) {
        if (!values.isGiven(key)) {
            return;
        }
        String region = values.get(key).orElseThrow();
        Matcher matcher = REGION.matcher(region);
        if (!matcher.matches()) {
            problems.errorOnce(
                    values.originOf(key),
                    key.name(),
                    ValueTypes.shown(region) + " is not an AWS region: write it as in us-east-1, or set the endpoints");
        } else if (!matcher.group(2).isEmpty()) {
            problems.errorOnce(
                    values.originOf(key),
                    key.name(),
                    ValueTypes.shown(region) + " is an availability zone: write the region, " + matcher.group(1));
        }
    }

    private void noteScheme(Key<URI> key) {
        values.text(key)
                .filter(text -> !text.contains("://"))
                .ifPresent(text -> problems.note(
                        values.originOf(key),
                        key.name(),
                        "is read as " + values.get(key).orElseThrow()));
    }

    private Optional<ProxySettings> proxy() {
        boolean unreadable = values.isUnreadable(AwsKeys.PROXY_HOST) || values.isUnreadable(AwsKeys.PROXY_PORT);
        Optional<String> host = values.get(AwsKeys.PROXY_HOST);
        Optional<Integer> port = values.get(AwsKeys.PROXY_PORT);
        if (host.isPresent() && port.isEmpty() && !unreadable) {
            problems.error(
                    values.originOf(AwsKeys.PROXY_HOST),
                    AwsKeys.PROXY_HOST.name(),
                    "needs a port: set " + AwsKeys.PROXY_PORT.name());
        }
        if (host.isEmpty() && port.isPresent() && !unreadable) {
            problems.warning(
                    values.originOf(AwsKeys.PROXY_PORT),
                    AwsKeys.PROXY_PORT.name(),
                    "has no effect without " + AwsKeys.PROXY_HOST.name());
        }
        return host.flatMap(name -> port.map(number -> new ProxySettings(name, number)));
    }

    /** The KCL refuses a stream ARN of another region than its client's (Scheduler.StreamConfigMap, KCL 3.5.1). */
    private Optional<String> kinesisRegion() {
        Optional<StreamArn> arn = values.get(StreamKeys.STREAM_ARN);
        if (arn.isEmpty()) {
            Optional<String> region = region(ServiceKeys.KINESIS);
            region.ifPresent(name -> values.setDefault(ServiceKeys.KINESIS.region, name));
            return region;
        }
        String region = arn.get().region();
        warnOfOtherRegion(region);
        Optional<String> own = values.get(ServiceKeys.KINESIS.region);
        if (own.isPresent() && !own.get().equals(region)) {
            problems.error(
                    values.originOf(ServiceKeys.KINESIS.region),
                    ServiceKeys.KINESIS.region.name(),
                    "is not the region of streamArn, " + region + ": remove it or correct streamArn");
        }
        if (own.isEmpty()) {
            values.setDefault(ServiceKeys.KINESIS.region, region);
        }
        return Optional.of(region);
    }

    private void warnOfOtherRegion(String region) {
        Optional<String> general = values.get(AwsKeys.REGION);
        if (general.isPresent() && !general.get().equals(region)) {
            problems.warning(
                    values.originOf(StreamKeys.STREAM_ARN),
                    StreamKeys.STREAM_ARN.name(),
                    "Kinesis is called in the ARN's region, " + region
                            + ". The other services are called in regionName, " + general.get()
                            + ". MultiLangDaemon uses only the stream name of the ARN");
        }
    }

    private Optional<String> region(ServiceKeys keys) {
        return values.get(keys.region).or(() -> values.get(AwsKeys.REGION));
    }

    /** Services without keys of their own share one object. */
    private CredentialsSettings credentials(ServiceKeys keys) {
        RoleKeys own = keys.role;
        boolean hasOwn = Stream.<Key<?>>of(
                        keys.providers, own.roleArn, own.sessionName, own.externalId, own.profile, own.tokenFile)
                .anyMatch(values::isGiven);
        if (hasOwn) {
            return makeCredentials(keys);
        }
        if (shared == null) {
            shared = makeCredentials(keys);
        }
        return shared;
    }

    private CredentialsSettings makeCredentials(ServiceKeys keys) {
        RoleKeys own = keys.role;
        RoleKeys general = AwsKeys.ROLE;
        Optional<List<ProviderSpec>> ownProviders = values.get(keys.providers);
        Optional<String> ownProfile = values.get(own.profile);
        refuseBoth(keys.providers, ownProviders, own.profile, ownProfile);
        Optional<List<ProviderSpec>> providers = ownProviders;
        Optional<String> profile = ownProfile;
        if (providers.isEmpty() && profile.isEmpty()) {
            providers = values.get(AwsKeys.PROVIDERS);
            profile = values.get(general.profile);
            refuseBoth(AwsKeys.PROVIDERS, providers, general.profile, profile);
        }
        return new CredentialsSettings(providers.orElse(List.of()), profile, role(own), source(keys));
    }

    private CredentialsSettings.Source source(ServiceKeys keys) {
        Key<?> key = Stream.<Key<?>>of(
                        keys.role.roleArn,
                        AwsKeys.ROLE.roleArn,
                        keys.providers,
                        keys.role.profile,
                        AwsKeys.PROVIDERS,
                        AwsKeys.ROLE.profile)
                .filter(values::isGiven)
                .findFirst()
                .orElse(AwsKeys.PROVIDERS);
        return new CredentialsSettings.Source(values.originOf(key), key.name());
    }

    private void refuseBoth(
            Key<List<ProviderSpec>> providersKey,
            Optional<List<ProviderSpec>> providers,
            Key<String> profileKey,
            Optional<String> profile) {
        if (providers.isPresent() && profile.isPresent()) {
            problems.errorOnce(
                    values.originOf(profileKey),
                    profileKey.name(),
                    "cannot be used together with " + providersKey.name() + ": remove one of them");
        }
    }

    private Optional<Role> role(RoleKeys own) {
        RoleKeys general = AwsKeys.ROLE;
        Optional<String> arn = values.get(own.roleArn).or(() -> values.get(general.roleArn));
        Optional<Path> token = values.get(own.tokenFile).or(() -> values.get(general.tokenFile));
        if (arn.isEmpty()) {
            for (Key<?> key : List.<Key<?>>of(own.sessionName, own.externalId, own.tokenFile)) {
                refuseWithoutRole(key, own.roleArn);
            }
            boolean anyService = values.isGiven(ServiceKeys.KINESIS.role.roleArn)
                    || values.isGiven(ServiceKeys.DYNAMO_DB.role.roleArn)
                    || values.isGiven(ServiceKeys.CLOUD_WATCH.role.roleArn)
                    || values.isGiven(ServiceKeys.ON_FAILURE.role.roleArn);
            if (!anyService) {
                for (Key<?> key : List.<Key<?>>of(general.sessionName, general.externalId, general.tokenFile)) {
                    refuseWithoutRole(key, general.roleArn);
                }
            }
            return Optional.empty();
        }
        Key<Path> tokenKey = values.isGiven(own.tokenFile) ? own.tokenFile : general.tokenFile;
        token.filter(file -> !Files.isReadable(file))
                .ifPresent(file -> problems.errorOnce(
                        values.originOf(tokenKey),
                        tokenKey.name(),
                        ValueTypes.shown(file.toString()) + " does not exist or cannot be read"));
        return Optional.of(new Role(
                arn.get(),
                values.get(own.sessionName)
                        .or(() -> values.get(general.sessionName))
                        .orElse(SESSION_NAME),
                values.get(own.externalId).or(() -> values.get(general.externalId)),
                token));
    }

    private void refuseWithoutRole(Key<?> key, Key<String> roleArn) {
        if (values.isGiven(key) && !values.isUnreadable(roleArn)) {
            problems.errorOnce(values.originOf(key), key.name(), "has no effect without a role: set " + roleArn.name());
        }
    }
}
