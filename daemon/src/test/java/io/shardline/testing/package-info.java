/** Fakes of the ports, and children in POSIX shell. No mocking library. */
package io.shardline.testing;
