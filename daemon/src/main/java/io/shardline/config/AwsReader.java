package io.shardline.config;

import io.shardline.config.CredentialsSettings.Role;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How each AWS service is reached: what is said of it, else what is said of all. */
final class AwsReader {

    private static final String SESSION_NAME = "shardline";

    private final Values values;
    private final ProblemCollector findings;
    private CredentialsSettings shared;

    AwsReader(Values values, ProblemCollector findings) {
        this.values = values;
        this.findings = findings;
    }

    AwsSettings assemble() {
        return new AwsSettings(
                service(ServiceKeys.KINESIS, kinesisRegion()),
                service(ServiceKeys.DYNAMO_DB, region(ServiceKeys.DYNAMO_DB)),
                service(ServiceKeys.CLOUD_WATCH, region(ServiceKeys.CLOUD_WATCH)));
    }

    /** The service of a failure destination; an address that names its region is stronger than the keys. */
    ServiceSettings destination(DestinationAddress address) {
        Optional<String> own = address.ownRegion();
        Optional<String> given = values.get(ServiceKeys.ON_FAILURE.region);
        if (own.isPresent() && given.isPresent() && !own.equals(given)) {
            findings.error(
                    values.originOf(ServiceKeys.ON_FAILURE.region),
                    ServiceKeys.ON_FAILURE.region.name(),
                    "is not the region of onFailure, " + own.get() + ": remove it or correct onFailure");
        }
        return service(ServiceKeys.ON_FAILURE, own.or(() -> region(ServiceKeys.ON_FAILURE)), address.ownEndpoint());
    }

    private ServiceSettings service(ServiceKeys keys, Optional<String> region) {
        return service(keys, region, Optional.empty());
    }

    private ServiceSettings service(ServiceKeys keys, Optional<String> region, Optional<URI> ownEndpoint) {
        return new ServiceSettings(
                region,
                values.get(keys.endpoint).or(() -> ownEndpoint).or(() -> values.get(AwsKeys.ENDPOINT)),
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

    /** The KCL refuses a stream ARN of another region than its client's (Scheduler.StreamConfigMap, KCL 3.5.1). */
    private Optional<String> kinesisRegion() {
        Optional<StreamArn> arn = values.get(StreamKeys.STREAM_ARN);
        if (arn.isEmpty()) {
            return region(ServiceKeys.KINESIS);
        }
        String region = arn.get().region();
        warnOfOtherRegion(region);
        Optional<String> own = values.get(ServiceKeys.KINESIS.region);
        if (own.isPresent() && !own.get().equals(region)) {
            findings.error(
                    values.originOf(ServiceKeys.KINESIS.region),
                    ServiceKeys.KINESIS.region.name(),
                    "is not the region of streamArn, " + region + ": remove it or correct streamArn");
        }
        return Optional.of(region);
    }

    private void warnOfOtherRegion(String region) {
        Optional<String> general = values.get(AwsKeys.REGION);
        if (general.isPresent() && !general.get().equals(region)) {
            findings.warning(
                    values.originOf(StreamKeys.STREAM_ARN),
                    StreamKeys.STREAM_ARN.name(),
                    "Kinesis is called in the ARN's region " + region + "; regionName, " + general.get()
                            + ", holds for the other services (MultiLangDaemon takes only the name from the ARN)");
        }
    }

    private Optional<String> region(ServiceKeys keys) {
        return values.get(keys.region).or(() -> values.get(AwsKeys.REGION));
    }

    /** Services without keys of their own get the same object, which is soon compared. */
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
            findings.errorOnce(
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
                .ifPresent(file -> findings.errorOnce(
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
            findings.errorOnce(values.originOf(key), key.name(), "needs a role: set " + roleArn.name());
        }
    }
}
