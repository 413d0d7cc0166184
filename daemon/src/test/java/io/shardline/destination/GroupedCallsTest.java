package io.shardline.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.shard.port.DestinationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupedCallsTest {
    private final List<List<String>> calls = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    @Test
    void fillsGroupsUpToBothLimits() throws Exception {
        send(new GroupedCalls(3, 10), List.of("aaaa", "bbbb", "cccc", "d", "e", "f", "gggggggggggg", "h"), Map.of());

        assertThat(calls)
                .containsExactly(
                        List.of("aaaa", "bbbb"),
                        List.of("cccc", "d", "e"),
                        List.of("f"),
                        List.of("gggggggggggg"),
                        List.of("h"));
    }

    @Test
    void sendsAgainOnlyWhatWasRefused() throws Exception {
        send(new GroupedCalls(3, 100), List.of("a", "b", "c", "d"), Map.of("b", 2));

        assertThat(calls).containsExactly(List.of("a", "b", "c"), List.of("b", "d"), List.of("b"));
        assertThat(taken).containsExactly("a", "c", "d", "b");
    }

    @Test
    void givesUpOnWhatIsRefusedTimeAndAgain() {
        assertThatThrownBy(() -> send(new GroupedCalls(2, 100), List.of("a", "b"), Map.of("b", 100)))
                .isInstanceOf(DestinationException.class)
                .hasMessage("queue q: refused 1 messages 5 times: Throttled: b");
        assertThat(calls).hasSize(5);
    }

    private void send(GroupedCalls groups, List<String> items, Map<String, Integer> refusals) throws Exception {
        Map<String, Integer> left = new java.util.HashMap<>(refusals);
        groups.send("queue q", items, String::length, group -> {
            calls.add(group);
            Map<Integer, String> refused = new java.util.HashMap<>();
            for (int i = 0; i < group.size(); i++) {
                String item = group.get(i);
                if (left.merge(item, -1, Integer::sum) >= 0) {
                    refused.put(i, "Throttled: " + item);
                } else {
                    taken.add(item);
                }
            }
            return refused;
        });
    }
}
