package io.shardline.redrive;

/**
 * The result of a run.
 *
 * @param messages messages that are done
 * @param records their records, which were brought back
 * @param alreadyDone messages that an earlier run has done
 * @param agedOut records that the stream no longer has
 * @param failed messages that remain in the source
 */
public record Summary(long messages, long records, long alreadyDone, long agedOut, long failed) {

    /** {@return whether nothing is left to be done} */
    public boolean isComplete() {
        return failed == 0 && agedOut == 0;
    }

    @Override
    public String toString() {
        return "redriven: " + records + " records of " + messages + " messages; done before: " + alreadyDone
                + " messages; aged out of the stream: " + agedOut + " records; not redriven: " + failed + " messages";
    }
}
