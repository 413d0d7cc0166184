/**
 * HTTP endpoints, log, metrics, wire trace and stop: keys, reader, settings.
 *
 * <p>Confined to the thread that loads; the settings are immutable.
 */
package io.shardline.config.operations;
