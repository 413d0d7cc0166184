package io.shardline.localstack.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that wait for their calls. Faults of the same operation take their turns in the order they were added. */
public final class Faults {
    private final List<Pending> pending = new ArrayList<>();

    private static final class Pending {
        private Fault fault;
        private int passed;

        Pending(Fault fault) {
            this.fault = fault;
        }

        /** {@return whether the fault affects this call; otherwise the call passes} */
        boolean strikes() {
            passed = (passed + 1) % fault.every();
            return passed == 0;
        }
    }

    public synchronized void add(Fault fault) {
        pending.add(new Pending(fault));
    }

    public synchronized void clear() {
        pending.clear();
    }

    /** What is left, with the counts that are left. */
    public synchronized List<Fault> pending() {
        return pending.stream().map(waiting -> waiting.fault).toList();
    }

    /** The fault for a call that has just come, which counts as one of its calls. */
    synchronized Optional<Fault> take(Service service, String operation) {
        for (Pending waiting : pending) {
            Fault fault = waiting.fault;
            if (fault.isFor(service, operation)) {
                if (!waiting.strikes()) {
                    return Optional.empty();
                }
                if (fault.count() == 1) {
                    pending.remove(waiting);
                    return Optional.of(fault);
                }
                waiting.fault = fault.withCount(fault.count() - 1);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
