package io.shardline.localstack.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How often each operation was called since the start or the last clear; calls that met a fault count too. */
public final class Calls {
    private final Map<Service, Map<String, Long>> counts = new EnumMap<>(Service.class);

    public Calls() {
        clear();
    }

    public synchronized long count(Service service, String operation) {
        return counts.get(service).getOrDefault(operation, 0L);
    }

    /** All counts of a service by operation. */
    public synchronized Map<String, Long> counts(Service service) {
        return new TreeMap<>(counts.get(service));
    }

    public synchronized void clear() {
        for (Service service : Service.values()) {
            counts.put(service, new TreeMap<>());
        }
    }

    synchronized void add(Service service, String operation) {
        counts.get(service).merge(operation, 1L, Long::sum);
    }
}
