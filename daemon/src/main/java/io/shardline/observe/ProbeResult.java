package io.shardline.observe;

import java.util.List;

/**
 * The result of a health check.
 *
 * @param reasons why it failed, as sentences without full stop; empty if it succeeded
 */
public record ProbeResult(List<String> reasons) {
    public ProbeResult {
        reasons = List.copyOf(reasons);
    }

    /** {@return whether the check succeeded} */
    public boolean isHealthy() {
        return reasons.isEmpty();
    }
}
