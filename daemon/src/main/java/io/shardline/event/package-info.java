/** The Kinesis event of AWS Lambda: written for Lambda runtimes and HTTP endpoints, and their answers read. No I/O. */
@NullMarked
package io.shardline.event;

import org.jspecify.annotations.NullMarked;
