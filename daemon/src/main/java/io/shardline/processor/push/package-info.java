/**
 * Posts batches as AWS Lambda's Kinesis events to an HTTP endpoint. An endpoint that cannot be reached, or that asks for
 * patience with 429 or 503, has not been asked: the batch waits and no attempt is counted.
 */
@NullMarked
package io.shardline.processor.push;

import org.jspecify.annotations.NullMarked;
