package io.shardline.stream;

import java.util.Comparator;

/**
 * Names one shard of one stream as one application sees it: the key wherever a shard is named, because shard ids repeat
 * across streams.
 *
 * @param application the KCL's application name
 * @param stream the name of the stream
 * @param shardId the shard's id within its stream, such as {@code shardId-000000000000}
 */
public record ShardRef(String application, String stream, String shardId) implements Comparable<ShardRef> {
    private static final Comparator<ShardRef> ORDER = Comparator.comparing(ShardRef::application)
            .thenComparing(ShardRef::stream)
            .thenComparing(ShardRef::shardId);

    @Override
    public int compareTo(ShardRef other) {
        return ORDER.compare(this, other);
    }

    /** {@return for people: {@code application/stream/shardId}} */
    @Override
    public String toString() {
        return application + "/" + stream + "/" + shardId;
    }
}
