package io.shardline.config;

import io.shardline.config.source.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration is not valid. Carries every problem, in the order of the sources. */
public final class InvalidConfigurationException extends Exception {

    private final transient List<Problem> problems;

    /** Makes the exception with its message, which lists the problems. */
    public InvalidConfigurationException(List<Problem> problems) {
        this(problems, List.of());
    }

    /** Makes the exception with its message, which also lists warnings that may explain the problems. */
    public InvalidConfigurationException(List<Problem> problems, List<Problem> warnings) {
        super(describe(problems, warnings));
        this.problems = List.copyOf(problems);
    }

    /** {@return every problem, at least one} */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(List<Problem> problems, List<Problem> warnings) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        String list = IntStream.range(0, problems.size())
                .mapToObj(i -> "\n  " + (i + 1) + ". " + problems.get(i))
                .collect(Collectors.joining());
        String further = warnings.stream().map(warning -> "\n  " + warning).collect(Collectors.joining());
        return "The configuration has " + count + ":" + list + (further.isEmpty() ? "" : "\nWarnings:" + further);
    }
}
