package io.shardline.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the check has found so far. For one thread. */
final class Findings {
    /** More of the same kind tell nothing new. */
    private static final int MAX_OF_ONE_KIND = 3;

    private final Map<Requirement, Integer> met = new EnumMap<>(Requirement.class);
    private final Map<Requirement, List<Finding>> findings = new EnumMap<>(Requirement.class);
    private String scenario = "";

    /** A scenario begins. */
    void begin(String what) {
        scenario = what;
    }

    String scenario() {
        return scenario;
    }

    /** The requirement was met, once more. */
    void met(Requirement requirement) {
        met.merge(requirement, 1, Integer::sum);
    }

    void fault(Requirement requirement, String what, String seen, String expected) {
        add(new Finding(requirement, true, scenario, what, seen, expected));
    }

    void warning(Requirement requirement, String what, String seen, String expected) {
        add(new Finding(requirement, false, scenario, what, seen, expected));
    }

    private void add(Finding finding) {
        List<Finding> list = findings.computeIfAbsent(finding.requirement(), r -> new ArrayList<>());
        if (list.stream().filter(f -> f.what().equals(finding.what())).count() < MAX_OF_ONE_KIND) {
            list.add(finding);
        }
    }

    /** {@return whether there is a fault in it} */
    boolean isFaulty(Requirement requirement) {
        return of(requirement).stream().anyMatch(Finding::fault);
    }

    boolean hasFault() {
        return findings.keySet().stream().anyMatch(this::isFaulty);
    }

    List<Finding> of(Requirement requirement) {
        return List.copyOf(findings.getOrDefault(requirement, List.of()));
    }

    int timesMet(Requirement requirement) {
        return met.getOrDefault(requirement, 0);
    }
}
