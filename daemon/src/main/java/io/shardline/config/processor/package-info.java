/**
 * The processor's command, timeouts and environment: keys, reader, settings.
 *
 * <p>Confined to the thread that loads; the settings are immutable.
 */
package io.shardline.config.processor;
