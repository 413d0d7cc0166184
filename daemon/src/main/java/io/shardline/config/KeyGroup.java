package io.shardline.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one area, in the order in which they are declared. Filled while the class that declares
 * them is initialised, and only read afterwards.
 */
public final class KeyGroup {

    private final String title;
    private final List<Key<?>> keys = new ArrayList<>();

    KeyGroup(String title) {
        this.title = title;
    }

    /** The heading in the reference file and the help. */
    public String title() {
        return title;
    }

    /** The keys, in the order of declaration. */
    public List<Key<?>> keys() {
        return Collections.unmodifiableList(keys);
    }

    <T> Declaration<T> key(String name, ValueType<T> type) {
        return new Declaration<>(this, name, type);
    }

    /** One key on its way into the group; {@link #doc} ends the declaration. */
    static final class Declaration<T> {
        private final KeyGroup group;
        private final String name;
        private final ValueType<T> type;
        private List<String> aliases = List.of();
        private Optional<String> defaultText = Optional.empty();
        private String defaultDescription = "none";
        private boolean sensitive;
        private KeyStatus status = new KeyStatus.Active();
        private String feeds = "Shardline";
        private String since = "0.1.0";

        private Declaration(KeyGroup group, String name, ValueType<T> type) {
            this.group = group;
            this.name = name;
            this.type = type;
        }

        Declaration<T> alias(String... names) {
            aliases = List.of(names);
            return this;
        }

        Declaration<T> defaultsTo(String text) {
            defaultText = Optional.of(text);
            defaultDescription = text;
            return this;
        }

        /** The default is not one value: say what holds in its place. */
        Declaration<T> whenUnset(String description) {
            defaultDescription = description;
            return this;
        }

        Declaration<T> sensitive() {
            sensitive = true;
            return this;
        }

        Declaration<T> withoutEffect(String why) {
            status = new KeyStatus.WithoutEffect(why);
            feeds = "nothing";
            return this;
        }

        Declaration<T> feeds(String kclSetting) {
            feeds = kclSetting;
            return this;
        }

        Declaration<T> since(String version) {
            since = version;
            return this;
        }

        Key<T> doc(String line) {
            Key<T> key = new Key<>(
                    name, aliases, type, defaultText, defaultDescription, line, sensitive, status, feeds, since);
            group.keys.add(key);
            return key;
        }
    }
}
