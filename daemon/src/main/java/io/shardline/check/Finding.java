package io.shardline.check;

/**
 * Something that was not as it must or should be.
 *
 * @param fault whether it breaks a MUST; else it is a warning
 * @param scenario what was tried
 * @param what the fault in words
 * @param seen what the processor did: mostly a line
 * @param expected what it was expected to do
 */
public record Finding(
        Requirement requirement, boolean fault, String scenario, String what, String seen, String expected) {}
