/**
 * The command line: options, exit codes, and what goes to the terminal instead of the log.
 *
 * <p>May import {@code app}, {@code config} and {@code protocol}. Everything runs on the main thread.
 */
package io.shardline.cli;
