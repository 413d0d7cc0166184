/** Every page of the repository: its commands run, its links lead somewhere, what it names exists. */
package io.shardline.integration.docs;
