/**
 * Which records a processor receives: filter patterns with the semantics of AWS Lambda, and their evaluation.
 *
 * <p>Pure: no I/O. All types are immutable and safe for use by several threads.
 */
package io.shardline.filter;
