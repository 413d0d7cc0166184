/**
 * Where discarded records are sent: keys, reader, settings.
 *
 * <p>Confined to the thread that loads; the settings are immutable.
 */
package io.shardline.config.destination;
