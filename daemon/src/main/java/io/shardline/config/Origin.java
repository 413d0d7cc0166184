package io.shardline.config;

/** Where a value came from, strongest first when listed: command line, environment, file, default. */
public sealed interface Origin {

    /** {@code --set key=value}. */
    record CommandLine() implements Origin {
        @Override
        public String toString() {
            return "--set";
        }
    }

    /** An environment variable such as {@code SHARDLINE_STREAM_NAME}. */
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return "environment " + variable;
        }
    }

    /** A line of the properties file, counted from 1: the line on which the entry begins. */
    record FileLine(String file, int line) implements Origin {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** The configuration as a whole, for problems that belong to no single line. */
    record Whole(String source) implements Origin {
        @Override
        public String toString() {
            return source;
        }
    }

    /** Nobody set it; the table's default holds. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
