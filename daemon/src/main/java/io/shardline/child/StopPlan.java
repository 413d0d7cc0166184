package io.shardline.child;

import java.time.Duration;

/**
 * How a child is stopped: close stdin, wait, TERM, wait, KILL.
 *
 * @param afterClose the wait after stdin was closed
 * @param afterTerm the wait after TERM
 */
public record StopPlan(Duration afterClose, Duration afterTerm) {

    /** Kill at once: for a child that has shown that it does not listen, or when there is no time left. */
    public static final StopPlan AT_ONCE = new StopPlan(Duration.ZERO, Duration.ZERO);

    /** {@return the same with no wait longer than this} */
    public StopPlan within(Duration longest) {
        return new StopPlan(shorter(afterClose, longest), shorter(afterTerm, longest));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** What ended the child. */
    public enum Step {
        CLOSED_INPUT("closing its stdin"),
        TERM("TERM"),
        KILL("KILL");

        private final String label;

        Step(String label) {
            this.label = label;
        }

        /** {@return the step in words} */
        public String label() {
            return label;
        }
    }
}
