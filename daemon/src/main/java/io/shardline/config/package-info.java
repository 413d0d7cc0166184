/**
 * What the daemon is told to do: the one table of keys, the reader of {@code .properties} files, the
 * problems found in them with their lines, and the immutable settings that come out.
 *
 * <p>{@link io.shardline.config.Keys} lists every key once; the parser, the help, the reference file
 * and the documentation come from it. {@link io.shardline.config.ConfigLoader} turns the sources
 * (command line, environment, file) into a {@link io.shardline.config.DaemonConfig} or into one
 * {@link io.shardline.config.InvalidConfigurationException} with all the problems at once.
 *
 * <p>This package imports none of our packages and nothing of the KCL or the AWS SDK: it has its own
 * enums, and {@code kcl} translates. Everything in it is immutable or confined to the thread that
 * loads; it runs once, at start, before any other thread.
 */
package io.shardline.config;
