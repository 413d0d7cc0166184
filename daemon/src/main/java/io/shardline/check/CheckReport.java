package io.shardline.check;

import java.util.Arrays;
import java.util.List;

/**
 * What a check has found out.
 *
 * @param requirements all of them, in the order of the specification
 */
public record CheckReport(List<String> command, List<Result> requirements, Timings timings) {

    /** How one requirement came out. */
    public enum Verdict {
        /** Seen to be met. */
        PASS,
        /** A SHOULD was not met. */
        WARNING,
        /** A MUST was not met. */
        FAIL,
        /** The processor gave no occasion to see it. */
        NOT_SEEN
    }

    /**
     * How one requirement came out.
     *
     * @param timesMet how often it was seen to be met
     */
    public record Result(Requirement requirement, Verdict verdict, int timesMet, List<Finding> findings) {}

    static CheckReport of(List<String> command, Findings findings, Timings timings) {
        List<Result> results = Arrays.stream(Requirement.values())
                .map(r -> new Result(r, verdict(r, findings), findings.timesMet(r), findings.of(r)))
                .toList();
        return new CheckReport(command, results, timings);
    }

    private static Verdict verdict(Requirement requirement, Findings findings) {
        if (findings.isFaulty(requirement)) {
            return Verdict.FAIL;
        }
        if (!findings.of(requirement).isEmpty()) {
            return Verdict.WARNING;
        }
        return findings.timesMet(requirement) > 0 ? Verdict.PASS : Verdict.NOT_SEEN;
    }

    /** {@return whether no MUST was broken} */
    public boolean passed() {
        return count(Verdict.FAIL) == 0;
    }

    /** {@return how many requirements came out so} */
    public long count(Verdict verdict) {
        return requirements.stream().filter(r -> r.verdict() == verdict).count();
    }
}
