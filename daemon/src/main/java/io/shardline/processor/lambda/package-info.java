/**
 * Reaches processors as AWS Lambda does: the daemon serves the Lambda runtime API, and runtimes ask it for events. A pool of
 * runtimes serves all shards, so a batch first waits until one is free.
 *
 * <p>{@link io.shardline.processor.lambda.InvocationQueue} matches batches and runtimes; {@code RuntimePool} starts and
 * watches the runtimes, unless they run elsewhere.
 */
@NullMarked
package io.shardline.processor.lambda;

import org.jspecify.annotations.NullMarked;
