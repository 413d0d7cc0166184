/**
 * The port to a processor, whichever way it is reached: a session connects, asks one action at a time until its status,
 * and stops the connection. Each way to reach processors is a sub-package that implements
 * {@link io.shardline.processor.ProcessorConnector} and does not depend on the others.
 *
 * <p>Everything is called on the thread of the session, except where a method says otherwise.
 */
@NullMarked
package io.shardline.processor;

import org.jspecify.annotations.NullMarked;
