package io.shardline.integration.harness;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The tests' own clients of what is under test. */
record AwsClients(KinesisClient kinesis, DynamoDbClient dynamoDb) implements AutoCloseable {
    static final String REGION = "us-east-1";
    static final String ACCESS_KEY = "local";
    static final String SECRET_KEY = "local-secret";
    /**
     * How long an answer may take. The SDK asks Kinesis again after 10 s (2.x, KinesisHttpConfigurationOptions), which a busy
     * kinesis-mock has taken for one answer: the records were in the stream twice, and once in the account of what was put.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    static AwsClients of(KinesisUnderTest underTest) {
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));
        return new AwsClients(
                KinesisClient.builder()
                        .endpointOverride(underTest.kinesisEndpoint())
                        .region(Region.of(REGION))
                        .credentialsProvider(credentials)
                        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(TIMEOUT))
                        .build(),
                DynamoDbClient.builder()
                        .endpointOverride(underTest.dynamoDbEndpoint())
                        .region(Region.of(REGION))
                        .credentialsProvider(credentials)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build());
    }

    @Override
    public void close() {
        kinesis.close();
        dynamoDb.close();
    }
}
