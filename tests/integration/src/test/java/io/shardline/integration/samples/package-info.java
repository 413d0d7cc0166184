/**
 * Tests of processors in other languages: the samples that users copy, and the original's client libraries, which judge
 * the daemon by what processors written for the original expect.
 *
 * <p>What a machine lacks is skipped by its name; in CI ({@code CI=true}) it is a failure.
 */
package io.shardline.integration.samples;
