package io.shardline.testing;

import io.shardline.stream.ShardRef;

/** Names of shards for tests that need no more than one application and one stream. */
public final class ShardRefs {
    private ShardRefs() {}

    /** {@return the shard of this id in the stream {@code words} of the application {@code app}} */
    public static ShardRef of(String shardId) {
        return new ShardRef("app", "words", shardId);
    }
}
