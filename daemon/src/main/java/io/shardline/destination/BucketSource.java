package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Bucket;
import io.shardline.shard.port.DestinationException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** The objects below a prefix, in the order of their keys. Never deletes one. */
final class BucketSource implements DiscardSource {
    private final Bucket bucket;
    private final ServiceCalls calls;
    private final S3AsyncClient s3;
    private final Deque<String> keys = new ArrayDeque<>();
    private String continuation;
    private boolean listed;

    BucketSource(Bucket bucket, ServiceSettings settings, AwsClients clients) {
        this.bucket = bucket;
        this.calls = new ServiceCalls(bucket, settings, ServiceNames.S3, "S3");
        this.s3 = BucketSink.client(calls, clients);
    }

    private final class S3Object implements Item {
        private final String key;

        S3Object(String key) {
            this.key = key;
        }

        @Override
        public String id() {
            return key;
        }

        @Override
        public String text() throws DestinationException, InterruptedException {
            GetObjectRequest request =
                    GetObjectRequest.builder().bucket(bucket.name()).key(key).build();
            return calls.await("s3:GetObject", () -> s3.getObject(request, AsyncResponseTransformer.toBytes()))
                    .asUtf8String();
        }

        @Override
        public void acknowledge() {
            // Processed objects stay in the bucket, for people who want to look at them.
        }

        @Override
        public void release() {
            // Nothing to release: the object is still in the bucket.
        }
    }

    @Override
    public Optional<Item> next() throws DestinationException, InterruptedException {
        while (keys.isEmpty() && !listed) {
            list();
        }
        return Optional.ofNullable(keys.poll()).map(S3Object::new);
    }

    private void list() throws DestinationException, InterruptedException {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket.name())
                .prefix(bucket.prefix().isEmpty() ? "" : bucket.prefix() + "/")
                .continuationToken(continuation)
                .build();
        ListObjectsV2Response response = calls.await("s3:ListBucket", () -> s3.listObjectsV2(request));
        response.contents().forEach(object -> keys.add(object.key()));
        continuation = response.nextContinuationToken();
        listed = !Boolean.TRUE.equals(response.isTruncated());
    }

    @Override
    public boolean removesAcknowledged() {
        return false;
    }

    @Override
    public void close() {
        s3.close();
    }
}
