package io.shardline.testing;

import java.util.HashMap;
import java.util.Map;

/** Sets system properties for the length of a test and puts back what was there. */
public final class SystemProperties {

    private final Map<String, String> before = new HashMap<>();

    public void set(String name, Object value) {
        before.putIfAbsent(name, System.getProperty(name));
        System.setProperty(name, value.toString());
    }

    public void restore() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
