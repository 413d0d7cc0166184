package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.HashKeyRange;
import io.shardline.localstack.streams.StartingPosition;
import io.shardline.localstack.wire.Input;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what several operations' requests have in common. */
final class Requests {
    private static final Pattern HASH_KEY = Pattern.compile("0|[1-9][0-9]{0,38}");

    private Requests() {}

    static DataStream stream(Account account, Input request) {
        return account.stream(request.text("StreamName"), request.text("StreamARN"), request.text("StreamId"));
    }

    /** The five iterator types: GetShardIterator and SubscribeToShard name the same members differently. */
    static StartingPosition startingPosition(Input request, String typeName, String sequenceNumberName) {
        String type = request.requiredText(typeName);
        return new StartingPosition(
                oneOf(StartingPosition.Type.class, typeName, type),
                request.text(sequenceNumberName),
                request.timestamp("Timestamp"));
    }

    static BigInteger hashKey(String name, String text) {
        if (!HASH_KEY.matcher(text).matches() || new BigInteger(text).compareTo(HashKeyRange.LAST_KEY) > 0) {
            throw ApiException.invalidArgument("Invalid " + name + ". " + name
                    + " must be in the range: [0, 2^128-1]. Specified value was " + text);
        }
        return new BigInteger(text);
    }

    static <E extends Enum<E>> E oneOf(Class<E> values, String name, String text) {
        Optional<E> value = Arrays.stream(values.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst();
        return value.orElseThrow(() -> ApiException.validation("Value '" + text + "' at '"
                + Character.toLowerCase(name.charAt(0)) + name.substring(1)
                + "' failed to satisfy constraint: Member must satisfy enum value set: "
                + Arrays.toString(values.getEnumConstants())));
    }
}
