package io.shardline.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.aws.CredentialsSettings;
import io.shardline.testing.SdkClients;
import io.shardline.testing.SystemProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class CredentialsProvidersTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

    /** Of a user's own jar. */
    public static final class HomeMade implements AwsCredentialsProvider {
        private final String key;

        public HomeMade(String key, String secret) {
            this.key = key + secret;
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create(key, "secret");
        }
    }

    /** One that fails while it is made. */
    public static final class Broken implements AwsCredentialsProvider {
        public Broken() {
            throw new IllegalStateException("no vault here");
        }

        @Override
        public AwsCredentials resolveCredentials() {
            throw new UnsupportedOperationException();
        }
    }

    @TempDir
    Path folder;

    private final SystemProperties jvm = new SystemProperties();

    @AfterEach
    void restoreProperties() {
        jvm.restore();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DefaultCredentialsProvider; DefaultCredentialsProvider",
                "DefaultAWSCredentialsProviderChain; DefaultCredentialsProvider",
                "com.amazonaws.auth.DefaultAWSCredentialsProviderChain; DefaultCredentialsProvider",
                "EnvironmentVariableCredentialsProvider; EnvironmentVariableCredentialsProvider",
                "SystemPropertyCredentialsProvider; SystemPropertyCredentialsProvider",
                "SystemPropertiesCredentialsProvider; SystemPropertyCredentialsProvider",
                "software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider; InstanceProfileCredentialsProvider",
                "ContainerCredentialsProvider; ContainerCredentialsProvider",
                "EC2ContainerCredentialsProviderWrapper; ContainerCredentialsProvider",
                "AnonymousCredentialsProvider; AnonymousCredentialsProvider",
                "ProfileCredentialsProvider|team; ProfileCredentialsProvider",
                "com.amazonaws.auth.profile.ProfileCredentialsProvider; ProfileCredentialsProvider",
                "profile.ProfileCredentialsProvider; ProfileCredentialsProvider",
                "ProcessCredentialsProvider|echo x; ProcessCredentialsProvider",
                "StaticCredentialsProvider|a|b; StaticCredentialsProvider",
                "WebIdentityTokenFileCredentialsProvider; WebIdentityTokenFileCredentialsProvider",
                "StsAssumeRoleCredentialsProvider|" + ROLE + "|me; StsAssumeRoleCredentialsProvider",
                "software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider|" + ROLE
                        + "|me; StsAssumeRoleCredentialsProvider",
                "KclStsAssumeRoleCredentialsProvider|" + ROLE
                        + "|me|endpointRegion=us-east-1|endpoint=sts.us-east-1.amazonaws.com^us-east-1|externalId=x;"
                        + " StsAssumeRoleCredentialsProvider",
                "STSAssumeRoleSessionCredentialsProvider|" + ROLE + "|me; StsAssumeRoleCredentialsProvider",
                "io.shardline.aws.CredentialsProvidersTest$HomeMade|a|b; HomeMade",
                "StaticCredentialsProvider|a|b, DefaultCredentialsProvider; AwsCredentialsProviderChain"
            })
    void namesOfBothVersionsAndOfOthersBecomeProviders(String written, String type)
            throws InvalidConfigurationException, BadProviderException {
        try (CredentialsProviders providers = new CredentialsProviders()) {
            AwsCredentialsProvider provider =
                    providers.of(settings("AwsCredentialsProvider = " + written), Region.EU_WEST_1);

            assertThat(provider.getClass().getSimpleName()).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "com.example.NoSuchProvider; com.example.NoSuchProvider is not a class on the class path",
                "com.example.NoSuchProvider; for a class of your own, start with java -cp daemon.jar:DIR",
                "com.amazonaws.auth.profile.ProfilCredentialsProvider; did you mean ProfileCredentialsProvider?",
                "java.lang.StringProvider; is not a class on the class path",
                "java.lang.String; is not an AwsCredentialsProvider",
                "DefaultCredentialsProvider|topSecret; takes no arguments",
                "StaticCredentialsProvider|topSecret; takes the access key, the secret key",
                "StsAssumeRoleCredentialsProvider|topSecret; takes the role's ARN, a session name",
                "StsAssumeRoleCredentialsProvider|" + ROLE
                        + "|me|color=topSecret; does not know color=: it knows endpointRegion=",
                "StsAssumeRoleCredentialsProvider|" + ROLE
                        + "|me|x9/topSecret=; StsAssumeRoleCredentialsProvider knows",
                "StsAssumeRoleCredentialsProvider|TBD|me; takes the role's ARN as its first argument",
                "StsAssumeRoleCredentialsProvider|" + ROLE + "|me|endpoint=topSecret; must have the form URL^REGION",
                "topSecret; provider 1 is not a class on the class path",
                "io.shardline.aws.CredentialsProvidersTest$Broken; failed: java.lang.IllegalStateException: no vault here",
                "io.shardline.aws.CredentialsProvidersTest$HomeMade|topSecret; for 1 string arguments"
            })
    void whatCannotBeMadeIsToldWithItsCauseAndNoSecret(String written, String message) {
        assertThatThrownBy(() -> AwsClients.build(load("AwsCredentialsProvider = " + written)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("topSecret");
    }

    @Test
    void aRoleIsAskedForWithItsExternalId() throws Exception {
        jvm.set("aws.accessKeyId", "base");
        jvm.set("aws.secretAccessKey", "secret");
        try (FakeSts sts = new FakeSts(false);
                CredentialsProviders providers = new CredentialsProviders()) {
            AwsCredentialsProvider provider = providers.of(
                    settings("AwsCredentialsProvider = KclStsAssumeRoleCredentialsProvider|" + ROLE
                            + "|me|externalId=xyz|endpoint=" + sts.endpoint() + "^us-east-1"),
                    Region.EU_WEST_1);

            assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("fromSts");
            assertThat(sts.requests())
                    .singleElement()
                    .asString()
                    .contains("RoleArn=" + ROLE, "RoleSessionName=me", "ExternalId=xyz");
        }
    }

    @Test
    void plainKeysTakeARoleWithTheNamedCredentials() throws Exception {
        try (FakeSts sts = new FakeSts(false);
                CredentialsProviders providers = new CredentialsProviders()) {
            jvm.set("aws.endpointUrlSts", sts.endpoint());
            AwsCredentialsProvider provider = providers.of(
                    settings("roleArn = " + ROLE, "AwsCredentialsProvider = StaticCredentialsProvider|base|secret"),
                    Region.EU_WEST_1);

            assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("fromSts");
            assertThat(sts.requests()).singleElement().asString().contains("RoleSessionName=shardline");
        }
    }

    @Test
    void theDefaultChainKnowsTheTokenOfAKubernetesServiceAccount() throws Exception {
        try (FakeSts sts = new FakeSts(false);
                CredentialsProviders providers = new CredentialsProviders()) {
            jvm.set("aws.endpointUrlSts", sts.endpoint());
            jvm.set("aws.webIdentityTokenFile", Files.writeString(folder.resolve("token"), "proof"));
            jvm.set("aws.roleArn", ROLE);
            jvm.set("aws.region", "eu-west-1");
            AwsCredentialsProvider provider = providers.of(settings(), Region.EU_WEST_1);

            assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("fromSts");
            assertThat(sts.requests()).singleElement().asString().contains("WebIdentityToken=proof");
        }
    }

    @Test
    void aTokenFileOfOurOwnKeysWorksToo() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "proof");
        try (FakeSts sts = new FakeSts(false);
                CredentialsProviders providers = new CredentialsProviders()) {
            jvm.set("aws.endpointUrlSts", sts.endpoint());
            AwsCredentialsProvider provider =
                    providers.of(settings("roleArn = " + ROLE, "webIdentityTokenFile = " + token), Region.EU_WEST_1);

            assertThat(provider.resolveCredentials().accessKeyId()).isEqualTo("fromSts");
        }
    }

    @Test
    void aRoleThatMayNotBeTakenIsAProblemAtStart() {
        try (FakeSts sts = new FakeSts(true)) {
            jvm.set("aws.endpointUrlSts", sts.endpoint());

            assertThatThrownBy(() -> AwsClients.open(load(
                            "kinesis.roleArn = " + ROLE,
                            "AwsCredentialsProvider = StaticCredentialsProvider|base|secret")))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("the role " + ROLE + " provides no credentials")
                    .hasMessageContaining("not allowed to assume it");
        }
    }

    @Test
    void anStsThatDoesNotAnswerIsNoProblemOfTheConfiguration() throws Exception {
        jvm.set("aws.endpointUrlSts", "http://localhost:1");

        try (AwsClients clients = AwsClients.open(
                load("roleArn = " + ROLE, "AwsCredentialsProvider = StaticCredentialsProvider|base|secret"))) {
            assertThat(clients.kinesis()).isNotNull();
        }
    }

    @Test
    void aProfileThatDoesNotExistIsAProblemAtStart() throws IOException {
        jvm.set("aws.sharedCredentialsFile", Files.writeString(folder.resolve("credentials"), "[default]\n"));

        assertThatThrownBy(() -> AwsClients.open(load("profile = nobody")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("the profile nobody provides no credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile = team", "dynamoDb.profile = team"})
    void servicesThatAreConfiguredAlikeShareTheirProvider(String line) throws InvalidConfigurationException {
        try (AwsClients clients = AwsClients.build(load(line))) {
            boolean all = line.startsWith("profile");
            Object kinesis = providerOf(clients.kinesis());

            assertThat(kinesis == providerOf(clients.cloudWatch())).isTrue();
            assertThat(kinesis == providerOf(clients.dynamoDb())).isEqualTo(all);
        }
    }

    private static Object providerOf(Object client) {
        return SdkClients.option(
                client, software.amazon.awssdk.awscore.client.config.AwsClientOption.CREDENTIALS_IDENTITY_PROVIDER);
    }

    private DaemonConfig load(String... lines) throws InvalidConfigurationException {
        return new ConfigFixture(folder)
                .variable("SHARDLINE_REGION_NAME", "eu-west-1")
                .loadWith(lines)
                .config();
    }

    private CredentialsSettings settings(String... lines) throws InvalidConfigurationException {
        return load(lines).aws().kinesis().credentials();
    }
}
