/**
 * The stream and the application: keys, reader, settings.
 *
 * <p>Imported by rooms that need the stream or the application. Confined to the thread that loads; the settings are
 * immutable.
 */
package io.shardline.config.stream;
