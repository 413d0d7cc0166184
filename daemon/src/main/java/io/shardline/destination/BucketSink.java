package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Bucket;
import io.shardline.shard.port.DestinationException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * An S3 bucket: an object for each message. Its key is Lambda's, with the application in place of the event source:
 * {@code PREFIX/APPLICATION/SHARD/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID}.
 */
final class BucketSink implements DiscardSink {
    /** Several copies of a message must fit into memory. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

    private final Bucket bucket;
    private final String application;
    private final ServiceCalls calls;
    private final S3AsyncClient s3;

    BucketSink(Bucket bucket, String application, ServiceSettings settings, AwsClients clients) {
        this.bucket = bucket;
        this.application = application;
        this.calls = new ServiceCalls(bucket, settings, ServiceNames.S3, "S3");
        this.s3 = client(calls, clients);
    }

    /** Uses path-style addresses for emulators, which have no host name for each bucket. */
    static S3AsyncClient client(ServiceCalls calls, AwsClients clients) {
        S3AsyncClientBuilder builder = calls.configure(clients, S3AsyncClient.builder());
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(new ExpectHeaderRemover())
                        .build())
                .forcePathStyle(calls.useCustomEndpoint())
                .crossRegionAccessEnabled(!calls.useCustomEndpoint())
                .build();
    }

    @Override
    public int maxMessageBytes() {
        return MAX_BYTES;
    }

    @Override
    public void put(List<Message> messages) throws DestinationException, InterruptedException {
        for (Message message : messages) {
            PutObjectRequest request = PutObjectRequest.builder()
                    .bucket(bucket.name())
                    .key(key(message))
                    .contentType("application/json")
                    .build();
            byte[] body = message.json().getBytes(StandardCharsets.US_ASCII);
            calls.await("s3:PutObject", () -> s3.putObject(request, AsyncRequestBody.fromBytes(body)));
        }
    }

    private String key(Message message) {
        return (bucket.prefix().isEmpty() ? "" : bucket.prefix() + "/")
                + application
                + "/"
                + message.shard().shardId()
                + "/"
                + DAY.format(message.at())
                + "/"
                + TIME.format(message.at())
                + "-"
                + UUID.randomUUID();
    }

    @Override
    public String probe() throws DestinationException, InterruptedException {
        calls.await("s3:ListBucket", () -> s3.headBucket(request -> request.bucket(bucket.name())));
        return "exists";
    }

    @Override
    public void close() {
        s3.close();
    }

    /**
     * Sends the body without waiting for "100 Continue". The SDK (2.41, StreamingRequestInterceptor) asks for it before each
     * PutObject, and its netty client takes the "100 Continue" of some servers, such as moto, for the response.
     */
    private static final class ExpectHeaderRemover implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(
                Context.ModifyHttpRequest context, ExecutionAttributes executionAttributes) {
            return context.httpRequest().toBuilder().removeHeader("Expect").build();
        }
    }
}
