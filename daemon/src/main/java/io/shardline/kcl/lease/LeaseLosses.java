package io.shardline.kcl.lease;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Why leases were lost, as the calls to the lease table have shown. Safe for use from any thread. */
public final class LeaseLosses {
    private static final String NOT_RENEWED = "it was not renewed within failoverTimeMillis";

    private final Map<String, String> causes = new ConcurrentHashMap<>();

    /** {@return why the lease was lost, as a sentence without full stop} */
    public String causeOf(String leaseKey) {
        return causes.getOrDefault(leaseKey, NOT_RENEWED);
    }

    void renewed(String leaseKey) {
        causes.remove(leaseKey);
    }

    void notRenewed(String leaseKey, Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : ": " + root.getMessage();
        causes.put(leaseKey, NOT_RENEWED + " (" + root.getClass().getSimpleName() + message + ")");
    }

    void taken(String leaseKey, String owner) {
        causes.put(
                leaseKey,
                owner == null ? "its row in the lease table has no owner" : "worker " + owner + " has acquired it");
    }

    void deleted(String leaseKey) {
        causes.put(leaseKey, "its row was deleted from the lease table");
    }
}
