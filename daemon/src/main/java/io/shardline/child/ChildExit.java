package io.shardline.child;

import java.io.IOException;

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

    /** A signal that was not ours ended it. */
    record Killed(int signal) implements ChildExit {
        @Override
        public String describe() {
            return "was killed by signal " + signal;
        }
    }

    /**
     * We ended it.
     *
     * @param step how far the sequence had to go
     */
    record StoppedByUs(StopPlan.Step step) implements ChildExit {
        @Override
        public String describe() {
            return "was stopped by " + step.label();
        }
    }

    /** It still runs although it was killed: the kernel does not let go of it. */
    record Unkillable() implements ChildExit {
        @Override
        public String describe() {
            return "does not end although it was killed";
        }
    }

    /** There was no process. */
    record NeverStarted(IOException cause) implements ChildExit {
        @Override
        public String describe() {
            return "could not be started: " + cause.getMessage();
        }
    }
}
