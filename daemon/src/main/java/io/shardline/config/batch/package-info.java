/**
 * Batches, what follows when one fails, and who checkpoints: keys, reader, settings.
 *
 * <p>Confined to the thread that loads; the settings are immutable.
 */
package io.shardline.config.batch;
