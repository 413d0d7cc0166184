/**
 * The command line of the local stack: options, the feed, and the command that runs inside the stack.
 *
 * <p>Owns what a user sees: one clear line for a mistake, and exit codes 0 for success, 1 for a failure at run time, 2 for
 * wrong usage, or the command's own. Owns the shutdown hook, since only here the process belongs to the stack.
 *
 * <p>Imports the root package. Runs on the main thread, and at a signal on the hook's thread.
 */
package io.shardline.localstack.cli;
