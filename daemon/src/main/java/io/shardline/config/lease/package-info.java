/**
 * Leases, their assignment, load balancing, and the KCL's main loop: keys, reader, settings.
 *
 * <p>It knows nothing of the KCL: {@code io.shardline.kcl} makes its configuration of these settings. Confined to the
 * thread that loads; the settings are immutable.
 */
package io.shardline.config.lease;
