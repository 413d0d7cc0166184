/**
 * DynamoDB: AWS's DynamoDB Local in a process of its own, and the proxy before it that gives faults.
 *
 * <p>Owns where the jars of DynamoDB Local are found, how its process starts and how it ends for certain. Its licence
 * forbids making it a part of our programs: no class of it is ever on our class path, neither when compiling nor in a
 * test nor in the runnable jar.
 *
 * <p>Imports the http and fault packages. Started and closed by the thread that starts the stack.
 */
package io.shardline.localstack.dynamodb;
