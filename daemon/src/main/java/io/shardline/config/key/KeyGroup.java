package io.shardline.config.key;

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

    public KeyGroup(String title) {
        this.title = title;
    }

    /** {@return the heading in the reference file} */
    public String title() {
        return title;
    }

    /** {@return the keys, in the order of declaration} */
    public List<Key<?>> keys() {
        return Collections.unmodifiableList(keys);
    }

    /** Begins the declaration of a key; {@link Declaration#doc} ends it. */
    public <T> Declaration<T> key(String name, ValueType<T> type) {
        return new Declaration<>(this, name, type);
    }

    /** A key that is being declared; {@link #doc} ends the declaration. */
    public static final class Declaration<T> {
        private final KeyGroup group;
        private final String name;
        private final ValueType<T> type;
        private List<String> aliases = List.of();
        private Optional<String> defaultText = Optional.empty();
        private String defaultDescription = "none";
        private boolean sensitive;
        private KeyStatus status = new KeyStatus.Active();
        private String feeds = "Shardline";
        private boolean extension;
        private String since = "0.1.0";
        private Scope scope = Scope.APPLICATION;

        private Declaration(KeyGroup group, String name, ValueType<T> type) {
            this.group = group;
            this.name = name;
            this.type = type;
        }

        /** Adds other names for the key. */
        public Declaration<T> alias(String... names) {
            aliases = List.of(names);
            return this;
        }

        /** Sets a constant default, in the notation of the file. */
        public Declaration<T> defaultsTo(String text) {
            defaultText = Optional.of(text);
            defaultDescription = text;
            return this;
        }

        /** Describes a default that is not a constant. */
        public Declaration<T> whenUnset(String description) {
            defaultDescription = description;
            return this;
        }

        /** Masks the value wherever it is shown. */
        public Declaration<T> sensitive() {
            sensitive = true;
            return this;
        }

        /** Accepts the key without effect, and notes why. */
        public Declaration<T> withoutEffect(String why) {
            status = new KeyStatus.WithoutEffect(why);
            feeds = "nothing";
            return this;
        }

        /** Names the setting of the KCL or the AWS SDK. */
        public Declaration<T> feeds(String kclSetting) {
            feeds = kclSetting;
            return this;
        }

        /** Marks a key that no version of MultiLangDaemon reads. */
        public Declaration<T> extension() {
            extension = true;
            return this;
        }

        /** Names the first version of Shardline that has the key. */
        public Declaration<T> since(String version) {
            since = version;
            return this;
        }

        /** Sets what the value applies to in a daemon that runs several applications. */
        public Declaration<T> scope(Scope applied) {
            scope = applied;
            return this;
        }

        /** Ends the declaration with the description of the key. */
        public Key<T> doc(String line) {
            Key<T> key = new Key<>(
                    name,
                    aliases,
                    type,
                    defaultText,
                    defaultDescription,
                    line,
                    sensitive,
                    status,
                    feeds,
                    extension,
                    since,
                    scope);
            group.keys.add(key);
            return key;
        }
    }
}
