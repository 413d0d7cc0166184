package io.shardline.observe;

import java.util.List;

/**
 * An answer to a probe.
 *
 * @param reasons why it is not well, in plain words; empty if it is
 */
public record Health(List<String> reasons) {
    public Health {
        reasons = List.copyOf(reasons);
    }

    /** {@return whether there is nothing to say} */
    public boolean isWell() {
        return reasons.isEmpty();
    }
}
