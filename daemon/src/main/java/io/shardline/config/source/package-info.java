/**
 * Where values come from: command line, environment, file; how the text of a file is read; the problems found, with
 * their lines.
 *
 * <p>Used by the readers of all rooms. Confined to the thread that loads.
 */
package io.shardline.config.source;
