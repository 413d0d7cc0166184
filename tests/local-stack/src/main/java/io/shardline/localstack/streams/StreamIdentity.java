package io.shardline.localstack.streams;

import java.time.Instant;

/**
 * What tells a stream from every other, also from an earlier one of the same name.
 *
 * @param accountId the account, 12 digits
 * @param name the stream's name, unique in the account
 * @param arn the stream's ARN
 * @param id the stream's id, which the name's next stream does not get again
 * @param created when it was created; no two streams of an account share the moment
 */
public record StreamIdentity(String accountId, String name, String arn, String id, Instant created) {}
