package io.shardline.child;

import java.time.Duration;

/**
 * How a child is stopped: close stdin, wait, TERM, wait, KILL.
 *
 * @param afterClose the wait after stdin was closed
 * @param afterTerm the wait after TERM
 */
public record StopPlan(Duration afterClose, Duration afterTerm) {

    /** Kill immediately: when nothing of the child is needed any more, or no time is left. */
    public static final StopPlan KILL = new StopPlan(Duration.ZERO, Duration.ZERO);

    /** {@return the same plan with no wait longer than this} */
    public StopPlan within(Duration maxWait) {
        return new StopPlan(shorter(afterClose, maxWait), shorter(afterTerm, maxWait));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** The step that ended the child. */
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
