package io.shardline.config.processor;

/**
 * What is wrong with the processor's program.
 *
 * @param fatal whether it cannot be started
 * @param message what is wrong and what to do
 */
record ProgramFinding(boolean fatal, String message) {

    static ProgramFinding error(String message) {
        return new ProgramFinding(true, message);
    }

    static ProgramFinding warning(String message) {
        return new ProgramFinding(false, message);
    }
}
