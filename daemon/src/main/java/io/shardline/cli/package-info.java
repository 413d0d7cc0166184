/**
 * The command line: options, exit codes, and output to the terminal instead of the log.
 *
 * <p>May import {@code app}, {@code check}, {@code config}, {@code protocol} and {@code transport}. Everything runs on the main thread.
 */
package io.shardline.cli;
