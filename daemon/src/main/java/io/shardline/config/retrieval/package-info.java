/**
 * How records are read, by polling or by enhanced fan-out: keys, reader, settings.
 *
 * <p>Confined to the thread that loads; the settings are immutable.
 */
package io.shardline.config.retrieval;
