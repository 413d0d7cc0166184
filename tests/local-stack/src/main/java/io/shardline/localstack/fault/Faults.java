package io.shardline.localstack.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that wait for their calls. Faults of the same operation take their turns in the order they were added. */
public final class Faults {
    private final List<Fault> pending = new ArrayList<>();

    public synchronized void add(Fault fault) {
        pending.add(fault);
    }

    public synchronized void clear() {
        pending.clear();
    }

    /** What is left, with the counts that are left. */
    public synchronized List<Fault> pending() {
        return List.copyOf(pending);
    }

    /** The fault for a call that has just come, which counts as one of its calls. */
    synchronized Optional<Fault> take(Service service, String operation) {
        for (int i = 0; i < pending.size(); i++) {
            Fault fault = pending.get(i);
            if (fault.isFor(service, operation)) {
                if (fault.count() == 1) {
                    pending.remove(i);
                } else {
                    pending.set(i, fault.withCount(fault.count() - 1));
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
