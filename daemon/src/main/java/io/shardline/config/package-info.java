/**
 * The configuration of the daemon: it loads it, reports every problem at once, and lists the effective values.
 *
 * <p>Each area has a room (a sub-package) with its keys, its reader and its settings records. {@link
 * io.shardline.config.Keys} collects the keys of all rooms; the parser, the help, the reference file and the documentation
 * come from it. {@link io.shardline.config.ConfigLoader} turns the sources (command line, environment, file) into a
 * {@link io.shardline.config.DaemonConfig}, or into one {@link io.shardline.config.InvalidConfigurationException} with all
 * problems. To add a key, change its room, the class that uses the setting, and a test.
 *
 * <p>Imports none of our other packages, and nothing of the KCL or the AWS SDK: it has its own enums, and {@code kcl} and
 * {@code aws} translate them. Everything is immutable or confined to the thread that loads, which runs once at start.
 */
package io.shardline.config;
