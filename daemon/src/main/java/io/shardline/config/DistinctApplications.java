package io.shardline.config;

import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.key.Key;
import io.shardline.config.key.ValueTypes;
import io.shardline.config.source.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Applications of one daemon need different names, which tell their shards apart, and different tables: two applications
 * with one table would delete each other's leases.
 */
final class DistinctApplications {
    private static final String APPLICATION = "applicationName";
    private static final List<String> TABLES =
            List.of("tableName", "coordinatorStateTableName", "workerMetricsTableName");

    private final Map<List<Object>, Use> uses = new HashMap<>();

    /** Where something that must be unique is used first. */
    private record Use(ApplicationLoad load, String key, Origin origin) {}

    private DistinctApplications() {}

    /** Reports what two applications share and must not share. The applications have no other problem. */
    static void check(List<ApplicationLoad> loads) {
        DistinctApplications distinct = new DistinctApplications();
        loads.forEach(distinct::check);
    }

    private void check(ApplicationLoad load) {
        if (!claim(load, APPLICATION, List.of(), "name")) {
            return; // the names of the tables are probably derived from it
        }
        ServiceSettings dynamoDb = load.config().aws().dynamoDb();
        for (String table : TABLES) {
            claim(load, table, List.of(dynamoDb.region(), dynamoDb.endpoint()), "table");
        }
    }

    private boolean claim(ApplicationLoad load, String name, List<Object> location, String what) {
        Key<?> key = Keys.TABLE.find(name).orElseThrow();
        String value = load.values().text(key).orElseThrow();
        Use use = new Use(load, name, origin(load, key));
        Use first = uses.putIfAbsent(List.of(what, value, location), use);
        if (first == null || first.load() == load) {
            return true;
        }
        load.problems()
                .error(
                        use.origin(),
                        name,
                        ValueTypes.shown(value) + " is already the " + first.key() + " of the application at "
                                + first.origin() + ": each application needs its own");
        return false;
    }

    /** A derived name stands where the application's name does. */
    private static Origin origin(ApplicationLoad load, Key<?> key) {
        return load.values()
                .originOf(
                        load.values().isGiven(key)
                                ? key
                                : Keys.TABLE.find(APPLICATION).orElseThrow());
    }
}
