package io.shardline.integration.harness;

import io.shardline.localstack.fault.Faults;
import java.net.URI;

/** The Kinesis and the DynamoDB that a run of the tests talks to; {@code -Dkinesis.emulator} chooses. */
public interface KinesisUnderTest extends AutoCloseable {
    /** The system property that chooses, and its value for the emulator that we did not write. */
    String CHOICE = "kinesis.emulator";

    String KINESIS_MOCK = "kinesis-mock";

    URI kinesisEndpoint();

    URI dynamoDbEndpoint();

    /** The size of a test's load: in full for ours, a few hundred for one that takes 600 records a second. */
    int records(int inFull);

    /** Faults on demand; those of Kinesis have an effect on our emulator only, those of DynamoDB always. */
    Faults faults();

    /** Removes all records of a stream, as if they had expired; on our emulator only. */
    void expire(String stream);

    @Override
    void close();

    /** Starts the chosen one. */
    static KinesisUnderTest start() {
        String choice = System.getProperty(CHOICE, "");
        return switch (choice) {
            case KINESIS_MOCK -> KinesisMock.start();
            case "" -> OwnKinesis.start();
            default -> throw new IllegalArgumentException("-D" + CHOICE + "=" + choice + " is unknown");
        };
    }
}
