package io.shardline.shard;

import java.util.Random;

/** A processor that fails at random: it crashes, reports an error, or reports a record. Safe for use from any thread. */
final class RandomAnswers implements ParallelDelivery.Processor {
    private final Random random;

    RandomAnswers(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public synchronized ParallelDelivery.Answer on(ParallelDelivery.Received batch) throws InterruptedException {
        return switch (random.nextInt(12)) {
            case 0 -> ParallelDelivery.Answer.CRASH;
            case 1 -> ParallelDelivery.Answer.ERROR;
            case 2 ->
                ParallelDelivery.Answer.failsAt(random.nextInt(batch.numbers().size()));
            case 3 -> {
                batch.checkpoint();
                yield ParallelDelivery.Answer.CRASH;
            }
            default -> ParallelDelivery.Answer.DONE;
        };
    }
}
