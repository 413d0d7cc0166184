/**
 * The port to a processor, whichever way it is reached: a session connects, asks one action at a time until its status,
 * and stops the connection. A way to reach processors is a sub-package that implements
 * {@link io.shardline.processor.ProcessorConnector}; each of them knows nothing of the others.
 *
 * <p>The session's thread calls everything here; what comes from other threads is said at the method.
 */
package io.shardline.processor;
