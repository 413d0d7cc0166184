/**
 * What the tests of the local stack share: the real AWS clients in the forms that programs use them, and ways to wait for
 * and read what they answer.
 *
 * <p>Owns no expectation. Imports the root package; called by the test thread.
 */
package io.shardline.localstack.testing;
