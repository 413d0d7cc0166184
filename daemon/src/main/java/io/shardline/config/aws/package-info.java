/**
 * How AWS services are reached: keys, reader, settings.
 *
 * <p>It knows nothing of the AWS SDK: {@code io.shardline.aws} makes clients of these settings. Confined to the thread
 * that loads; the settings are immutable.
 */
package io.shardline.config.aws;
