/**
 * The composition root: builds the object graph by constructor calls in start order, and stops it in reverse.
 *
 * <p>May import everything below it. {@link io.shardline.app.Daemon} runs on the main thread.
 */
package io.shardline.app;
