package io.shardline.kcl;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The shards that this daemon serves at the moment. Safe for use from any thread. */
final class ShardProcessors {
    private final Set<KclShardProcessor> living = ConcurrentHashMap.newKeySet();

    /** Adds a processor, after it has ended the one that has the same shard from a lost lease. */
    void add(KclShardProcessor processor) {
        for (KclShardProcessor earlier : living) {
            if (earlier.shard().equals(processor.shard())) {
                earlier.replaced();
            }
        }
        living.add(processor);
    }

    void remove(KclShardProcessor processor) {
        living.remove(processor);
    }

    /** {@return how many shards are served} */
    int count() {
        return living.size();
    }

    /** {@return whether no shard is served} */
    boolean isEmpty() {
        return living.isEmpty();
    }

    /** Ends all sessions that the KCL has left, one after the other. */
    void endAll() {
        living.forEach(KclShardProcessor::endWithoutTheKcl);
    }

    /**
     * Ends sessions in the KCL's place.
     *
     * @param asked whether to end also those that the KCL has asked to shut down, because it will not finish that
     * @return completed when they have ended
     */
    CompletableFuture<Void> endWithoutTheKcl(boolean asked, Executor threads) {
        return CompletableFuture.allOf(living.stream()
                .filter(processor -> asked || !processor.wasAskedToShutDown())
                .map(processor -> CompletableFuture.runAsync(processor::endWithoutTheKcl, threads))
                .toArray(CompletableFuture[]::new));
    }
}
