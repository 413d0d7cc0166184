package io.shardline.config.source;

import io.shardline.config.key.Key;

/**
 * A value as a source gives it, before its type reads it.
 *
 * @param key the key in the table
 * @param written the name by which the source calls the key, perhaps an alias
 * @param text as written, unsubstituted
 * @param origin where
 * @param broken whether the text could not be read, which is reported already
 */
public record RawValue(Key<?> key, String written, String text, Origin origin, boolean broken) {}
