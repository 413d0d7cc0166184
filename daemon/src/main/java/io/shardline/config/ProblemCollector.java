package io.shardline.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what loading finds, so that all of it can be told at once. */
final class ProblemCollector {

    /** Enough to repair a file by hand; a file of garbage has a hundred thousand. */
    static final int MAX_REPORTED = 100;

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    void error(Origin origin, String key, String message) {
        errors.add(new Problem(origin, key, message));
    }

    /** For what is found once for each service, and is to be told once. */
    void errorOnce(Origin origin, String key, String message) {
        Problem problem = new Problem(origin, key, message);
        if (!errors.contains(problem)) {
            errors.add(problem);
        }
    }

    void warning(Origin origin, String key, String message) {
        warnings.add(new Problem(origin, key, message));
    }

    void note(Origin origin, String key, String message) {
        notes.add(new Problem(origin, key, message));
    }

    /** The first hundred, and how many there are beside them. */
    List<Problem> errors() {
        List<Problem> sorted = sorted(errors);
        if (sorted.size() <= MAX_REPORTED) {
            return sorted;
        }
        List<Problem> told = new ArrayList<>(sorted.subList(0, MAX_REPORTED));
        told.add(new Problem(
                new Origin.Whole("configuration"), "", "has " + (sorted.size() - MAX_REPORTED) + " more problems"));
        return told;
    }

    /** Whether so much is wrong already that more advice is of no use. */
    boolean isHopeless() {
        return errors.size() + warnings.size() > MAX_REPORTED;
    }

    List<Problem> warnings() {
        return sorted(warnings);
    }

    List<Problem> notes() {
        return sorted(notes);
    }

    /** By source and line; within a line in the order of finding. */
    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.<Problem>comparingInt(problem -> rank(problem.origin()))
                        .thenComparingInt(problem -> lineOf(problem.origin())))
                .toList();
    }

    private static int rank(Origin origin) {
        if (origin instanceof Origin.CommandLine) {
            return 0;
        }
        if (origin instanceof Origin.Environment) {
            return 1;
        }
        return origin instanceof Origin.FileLine ? 2 : 3;
    }

    private static int lineOf(Origin origin) {
        return origin instanceof Origin.FileLine fileLine ? fileLine.line() : 0;
    }
}
