package io.shardline.child;

/** What became of a child. */
public sealed interface ChildExit {

    /** {@return the end of a sentence that begins with "the processor "} */
    String describe();

    /** It ended by itself. */
    record Exited(int code) implements ChildExit {
        @Override
        public String describe() {
            return "exited with code " + code;
        }
    }

    /** A signal that the daemon did not send ended it. */
    record Killed(int signal) implements ChildExit {
        @Override
        public String describe() {
            return "was killed by signal " + signal;
        }
    }

    /**
     * The daemon ended it.
     *
     * @param step the last step that was necessary
     */
    record StoppedByUs(StopPlan.Step step) implements ChildExit {
        @Override
        public String describe() {
            return "was stopped by " + step.label();
        }
    }

    /** It still runs although it was killed: the kernel does not end it. */
    record Unkillable() implements ChildExit {
        @Override
        public String describe() {
            return "does not end although it was killed";
        }
    }
}
