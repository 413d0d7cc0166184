/**
 * The composition root: creates all objects by constructor calls in start order, and stops them in reverse order.
 *
 * <p>May import every package below it. {@link io.shardline.app.Daemon} runs on the main thread.
 */
package io.shardline.app;
