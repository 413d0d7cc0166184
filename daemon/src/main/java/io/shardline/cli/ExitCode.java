package io.shardline.cli;

/** The daemon's exit codes. */
final class ExitCode {
    static final int OK = 0;
    /** Something failed at run time. */
    static final int FAILED = 1;
    /** The command line is invalid. */
    static final int USAGE = 2;
    /** The configuration is invalid. */
    static final int INVALID_CONFIGURATION = 3;

    private ExitCode() {}
}
