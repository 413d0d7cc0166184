package io.shardline.check;

import java.util.Arrays;
import java.util.List;

/**
 * The result of a check.
 *
 * @param command how the processor is started or reached, for people
 * @param requirements all that apply, in the order of the specification
 */
public record CheckReport(List<String> command, List<Result> requirements, Timings timings) {

    /** The result of one requirement. */
    public enum Verdict {
        /** It was met whenever it could be observed. */
        PASS,
        /** A SHOULD was not met. */
        WARNING,
        /** A MUST was not met. */
        FAIL,
        /** It could not be observed. */
        NOT_SEEN
    }

    /**
     * The result of one requirement.
     *
     * @param timesMet how often it was met
     */
    public record Result(Requirement requirement, Verdict verdict, int timesMet, List<Finding> findings) {}

    /** Of a host, or else of a processor to which the requirements for hosts do not apply. */
    static CheckReport of(List<String> command, boolean host, Findings findings, Timings timings) {
        List<Result> results = Arrays.stream(Requirement.values())
                .filter(r -> host || !r.isForHosts())
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

    /** {@return whether every MUST that could be observed was met} */
    public boolean passed() {
        return count(Verdict.FAIL) == 0;
    }

    /** {@return how many requirements have this verdict} */
    public long count(Verdict verdict) {
        return requirements.stream().filter(r -> r.verdict() == verdict).count();
    }
}
