package io.shardline.config.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what loading finds, so that all of it is reported at one time. Confined to the thread that loads. */
public final class ProblemCollector {

    /** Enough to repair a file by hand. A binary file has a hundred thousand. */
    static final int MAX_REPORTED = 100;

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    /** Adds a problem that makes the configuration unusable. */
    public void error(Origin origin, String key, String message) {
        errors.add(new Problem(origin, key, message));
    }

    /** Adds an error that is found once for each service and reported only once. */
    public void errorOnce(Origin origin, String key, String message) {
        Problem problem = new Problem(origin, key, message);
        if (!errors.contains(problem)) {
            errors.add(problem);
        }
    }

    /** Adds what the user should look at and what does not stop the daemon. */
    public void warning(Origin origin, String key, String message) {
        warnings.add(new Problem(origin, key, message));
    }

    /** Adds what is accepted and needs no action. */
    public void note(Origin origin, String key, String message) {
        notes.add(new Problem(origin, key, message));
    }

    /** {@return the first hundred errors, and how many more there are} */
    public List<Problem> errors() {
        List<Problem> sorted = sorted(errors);
        if (sorted.size() <= MAX_REPORTED) {
            return sorted;
        }
        List<Problem> reported = new ArrayList<>(sorted.subList(0, MAX_REPORTED));
        reported.add(new Problem(
                new Origin.Whole("configuration"), "", "has " + (sorted.size() - MAX_REPORTED) + " more problems"));
        return reported;
    }

    /** {@return whether there is an error with this key} */
    public boolean hasError(String key) {
        return errors.stream().anyMatch(problem -> problem.key().equals(key));
    }

    /** {@return whether there are so many problems that suggestions are not worth their time} */
    boolean isHopeless() {
        return errors.size() + warnings.size() > MAX_REPORTED;
    }

    /** {@return the warnings, by source and line} */
    public List<Problem> warnings() {
        return sorted(warnings);
    }

    /** {@return the notes, by source and line} */
    public List<Problem> notes() {
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
