package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The lane of a key is documented behavior: these values never change. */
class LaneHashTest {

    @Test
    void isFnv1aFoldedAndReduced() {
        // FNV-1a of "foobar" is 85944171f73967e8 (the test vectors of draft-eastlake-fnv, appendix C).
        assertThat(LaneHash.laneOf("foobar", 10))
                .isEqualTo(Integer.remainderUnsigned((int) (0x85944171L ^ 0xf73967e8L), 10));
        assertThat(LaneHash.laneOf("", 10)).isEqualTo(Integer.remainderUnsigned(0xcbf29ce4 ^ 0x84222325, 10));
        assertThat(LaneHash.laneOf(null, 10)).isEqualTo(LaneHash.laneOf("", 10));
    }

    @Test
    void hashesTheUtf8OfTheKey() {
        assertThat(LaneHash.laneOf("žluť", 7)).isEqualTo(4);
        assertThat(LaneHash.laneOf("猫", 7)).isEqualTo(5);
    }

    @Test
    void spreadsKeysOverAllLanes() {
        for (int lanes = 2; lanes <= 10; lanes++) {
            int[] counts = new int[lanes];
            for (int i = 0; i < 10_000; i++) {
                counts[LaneHash.laneOf("user-" + i, lanes)]++;
            }
            int even = 10_000 / lanes;
            assertThat(IntStream.of(counts).boxed().toList())
                    .allSatisfy(count -> assertThat(count).isBetween(even * 8 / 10, even * 12 / 10));
        }
    }
}
