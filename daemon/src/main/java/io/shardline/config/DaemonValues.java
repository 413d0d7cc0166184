package io.shardline.config;

import io.shardline.config.key.Key;
import io.shardline.config.key.Scope;
import io.shardline.config.source.RawValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of keys that apply to the whole daemon: a value in one file applies to all applications, and two files must not
 * have different ones.
 */
final class DaemonValues {

    private DaemonValues() {}

    /** Gives each application the values of the others. Reports contradictions. */
    static void share(List<ApplicationLoad> loads) {
        Map<Key<?>, RawValue> shared = new LinkedHashMap<>();
        for (ApplicationLoad load : loads) {
            for (RawValue value : load.raw().values()) {
                if (value.key().scope() == Scope.DAEMON && !value.text().isBlank()) {
                    RawValue first = shared.putIfAbsent(value.key(), value);
                    if (first != null
                            && !first.text().strip().equals(value.text().strip())) {
                        load.problems()
                                .error(
                                        value.origin(),
                                        value.written(),
                                        "applies to the whole daemon and has another value at " + first.origin()
                                                + "; remove one of them");
                    }
                }
            }
        }
        for (ApplicationLoad load : loads) {
            load.raw().putAll(shared);
        }
    }
}
