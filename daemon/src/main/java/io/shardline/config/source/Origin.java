package io.shardline.config.source;

/** Where a value came from. The command line overrides the environment, which overrides the file. */
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

    /** No source set it; the default is used. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
