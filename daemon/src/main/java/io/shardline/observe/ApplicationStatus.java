package io.shardline.observe;

import java.util.List;

/**
 * What operators see of an application that listens.
 *
 * @param state waiting, present, away, leaving or unresponsive
 * @param address where it listens
 * @param name what it calls itself; empty if it does not
 * @param version its version; empty if it reports none
 * @param reason why it does not receive records; empty if it does
 */
public record ApplicationStatus(String state, String address, String name, String version, String reason) {
    /** All values of {@code state}. */
    public static final List<String> STATES = List.of("waiting", "present", "away", "leaving", "unresponsive");
}
