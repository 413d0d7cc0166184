package io.shardline.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration cannot be used; carries every problem found, in the order of the sources. */
public final class InvalidConfigurationException extends Exception {

    /** Enough to repair a file by hand; a file of garbage has a hundred thousand. */
    private static final int LISTED = 100;

    private final transient List<Problem> problems;

    public InvalidConfigurationException(List<Problem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(List<Problem> problems) {
        String list = IntStream.range(0, Math.min(LISTED, problems.size()))
                .mapToObj(i -> "  " + (i + 1) + ". " + problems.get(i))
                .collect(Collectors.joining("\n"));
        String rest = problems.size() > LISTED ? "\n  ... and " + (problems.size() - LISTED) + " more" : "";
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return "The configuration has " + count + ":\n" + list + rest;
    }
}
