/**
 * The local stack: a Kinesis emulator and DynamoDB Local, started together and taken down together.
 *
 * <p>{@link io.shardline.localstack.LocalStack} is the door for tests, {@link io.shardline.localstack.Main} the one for
 * people. This package starts the parts in order and closes them in reverse; what each does is in its own package.
 */
package io.shardline.localstack;
