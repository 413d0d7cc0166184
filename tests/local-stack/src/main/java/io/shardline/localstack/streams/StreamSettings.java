package io.shardline.localstack.streams;

/**
 * How a stream was created.
 *
 * @param shardCount its number of shards at the beginning
 * @param mode {@code PROVISIONED} or {@code ON_DEMAND}; only told back, both work the same here
 * @param maxRecordKiB the largest payload of a record in KiB: 1024 unless asked otherwise, at most 10240
 */
public record StreamSettings(int shardCount, String mode, int maxRecordKiB) {
    /** What AWS gives a stream that asks for nothing. */
    public static final int DEFAULT_RECORD_KIB = 1024;

    /** The most that AWS allows. */
    public static final int LARGEST_RECORD_KIB = 10 * 1024;

    private static final int MAX_SHARDS = 10_000;

    public StreamSettings {
        if (shardCount < 1 || shardCount > MAX_SHARDS) {
            throw ApiException.validation("Value '" + shardCount + "' at 'shardCount' failed to satisfy constraint:"
                    + " Member must have value between 1 and " + MAX_SHARDS);
        }
        if (maxRecordKiB < DEFAULT_RECORD_KIB || maxRecordKiB > LARGEST_RECORD_KIB) {
            throw ApiException.validation("Value '" + maxRecordKiB + "' at 'maxRecordSizeInKiB' failed to satisfy"
                    + " constraint: Member must have value between " + DEFAULT_RECORD_KIB + " and "
                    + LARGEST_RECORD_KIB);
        }
    }

    /** A provisioned stream that takes records of any size that AWS allows. */
    public static StreamSettings forLargeRecords(int shardCount) {
        return new StreamSettings(shardCount, "PROVISIONED", LARGEST_RECORD_KIB);
    }

    int maxRecordBytes() {
        return maxRecordKiB * 1024;
    }
}
