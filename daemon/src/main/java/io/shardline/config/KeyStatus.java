package io.shardline.config;

/** What setting a key does. An alias is no key of its own: it is listed with the key that it names. */
public sealed interface KeyStatus {

    /** The key has an effect. */
    record Active() implements KeyStatus {}

    /**
     * MultiLangDaemon files may hold it; it is accepted and changes nothing.
     *
     * @param why for the warning that the user gets
     */
    record WithoutEffect(String why) implements KeyStatus {}
}
