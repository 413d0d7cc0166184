package software.amazon.kinesis.lifecycle.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Takes the place of the KCL's class of this name (3.5.1), which the KCL copies twice on the way of a fetch: after it has
 * moved its iterator on, and before it hands the fetch to a task. One in n copies fails; the variable FAULTY_KCL says how:
 * {@code exception:3} or {@code error:3}.
 */
public class ProcessRecordsInput {
    private static final String[] FAULT = System.getenv("FAULTY_KCL").split(":");
    private static final Random RANDOM = new Random(1);

    private final ProcessRecordsInputBuilder values;

    private ProcessRecordsInput(ProcessRecordsInputBuilder values) {
        this.values = values;
    }

    public static ProcessRecordsInputBuilder builder() {
        return new ProcessRecordsInputBuilder();
    }

    public ProcessRecordsInputBuilder toBuilder() {
        if (isOnItsWay() && RANDOM.nextInt(Integer.parseInt(FAULT[1])) == 0) {
            if (FAULT[0].equals("error")) {
                throw new NoClassDefFoundError("a fault on demand");
            }
            throw new IllegalStateException("a fault on demand");
        }
        return new ProcessRecordsInputBuilder()
                .cacheEntryTime(values.cacheEntryTime)
                .cacheExitTime(values.cacheExitTime)
                .isAtShardEnd(values.isAtShardEnd)
                .records(values.records)
                .checkpointer(values.checkpointer)
                .millisBehindLatest(values.millisBehindLatest)
                .childShards(values.childShards);
    }

    private static boolean isOnItsWay() {
        String caller = StackWalker.getInstance()
                .walk(frames -> frames.skip(2).findFirst().orElseThrow())
                .getMethodName();
        // With an Error the KCL's reading thread would go on; only the other one reaches the scheduler.
        return caller.equals("onNext") || (FAULT[0].equals("exception") && caller.equals("makeRetrievalAttempt"));
    }

    public Instant cacheEntryTime() {
        return values.cacheEntryTime;
    }

    public Instant cacheExitTime() {
        return values.cacheExitTime;
    }

    public boolean isAtShardEnd() {
        return values.isAtShardEnd;
    }

    public List<KinesisClientRecord> records() {
        return values.records;
    }

    public RecordProcessorCheckpointer checkpointer() {
        return values.checkpointer;
    }

    public Long millisBehindLatest() {
        return values.millisBehindLatest;
    }

    public List<ChildShard> childShards() {
        return values.childShards;
    }

    public Duration timeSpentInCache() {
        return Duration.ZERO;
    }

    public static class ProcessRecordsInputBuilder {
        private Instant cacheEntryTime;
        private Instant cacheExitTime;
        private boolean isAtShardEnd;
        private List<KinesisClientRecord> records;
        private RecordProcessorCheckpointer checkpointer;
        private Long millisBehindLatest;
        private List<ChildShard> childShards;

        public ProcessRecordsInputBuilder cacheEntryTime(Instant time) {
            cacheEntryTime = time;
            return this;
        }

        public ProcessRecordsInputBuilder cacheExitTime(Instant time) {
            cacheExitTime = time;
            return this;
        }

        public ProcessRecordsInputBuilder isAtShardEnd(boolean end) {
            isAtShardEnd = end;
            return this;
        }

        public ProcessRecordsInputBuilder records(List<KinesisClientRecord> list) {
            records = list;
            return this;
        }

        public ProcessRecordsInputBuilder checkpointer(RecordProcessorCheckpointer writer) {
            checkpointer = writer;
            return this;
        }

        public ProcessRecordsInputBuilder millisBehindLatest(Long millis) {
            millisBehindLatest = millis;
            return this;
        }

        public ProcessRecordsInputBuilder childShards(List<ChildShard> shards) {
            childShards = shards;
            return this;
        }

        public ProcessRecordsInput build() {
            return new ProcessRecordsInput(this);
        }
    }
}
