package io.shardline.config.key;

/** What the value of a key applies to in a daemon that runs several applications, each with a file of its own. */
public enum Scope {
    /** The whole daemon: the key may stand in several files, with one value. */
    DAEMON,
    /** One application. What is set outside the files applies to all applications. */
    APPLICATION,
    /** One application, which it tells apart from the others. It cannot be set for all applications together. */
    IDENTITY
}
