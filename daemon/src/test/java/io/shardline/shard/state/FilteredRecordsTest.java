package io.shardline.shard.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilteredRecordsTest {
    private final FilteredRecords filtered = new FilteredRecords();

    @Test
    void areDoneImmediatelyIfNothingIsBeforeThem() {
        filtered.add(records(1, 2, 3), records(3));

        assertThat(filtered.removeDone(Optional.empty())).contains(at(2));
        assertThat(filtered.removeDone(Optional.empty())).isEmpty();
    }

    @Test
    void waitForTheRecordBeforeThem() {
        filtered.add(records(1, 2, 3, 4, 5, 6), records(1, 4));

        assertThat(filtered.removeDone(Optional.empty())).isEmpty();
        assertThat(filtered.removeDone(Optional.of(at(1)))).contains(at(3));
        assertThat(filtered.removeDone(Optional.of(at(1)))).isEmpty();
        assertThat(filtered.removeDone(Optional.of(at(4)))).contains(at(6));
    }

    @Test
    void ofLaterFetchesWaitToo() {
        filtered.add(records(1), records(1));
        filtered.add(records(2, 3), records());
        filtered.add(records(4), records());

        assertThat(filtered.removeDone(Optional.empty())).isEmpty();
        assertThat(filtered.removeDone(Optional.of(at(1)))).contains(at(4));
        filtered.add(records(5), records());
        assertThat(filtered.removeDone(Optional.of(at(1)))).contains(at(5));
    }

    private static Position at(int number) {
        return new Position(Integer.toString(number), 0);
    }

    private static List<DataRecord> records(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> new DataRecord(ByteBuffer.allocate(1), "key", at(number), 0))
                .toList();
    }
}
