/** Turns the settings of a Lambda event source mapping into a properties file. Pure. */
package io.shardline.config.mapping;
