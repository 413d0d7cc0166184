package io.shardline.config.operations;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.ValueType;
import io.shardline.config.key.ValueTypes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of {@link OperationsKeys}, and the address type of other keys. */
public final class OperationsTypes {

    private static final Pattern LISTEN =
            Pattern.compile("(?:(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]|\\*):)?(?<port>[0-9]{1,5})");

    private static final Pattern LOGGER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.]*");

    /** The characters of an HTTP token (RFC 9110, 5.6.2). */
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** As Kinesis makes them. */
    private static final Pattern SHARD_ID = Pattern.compile("shardId-[0-9]{12}");

    private static final Pattern NEARLY_SHARD_ID = Pattern.compile("(?i)(?:shard-?id)?-?([0-9]{2,12}|(?<=-)[0-9])");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private static final int MAX_PORT = 65_535;

    private OperationsTypes() {}

    /** An address to listen at: HOST:PORT, or PORT for the loopback address. */
    public static ValueType<ListenAddress> listenAddress() {
        return new ValueType<>("HOST:PORT, or PORT for the loopback address", text -> {
            Matcher matcher = LISTEN.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > MAX_PORT) {
                throw new BadValueException(ValueTypes.shown(text)
                        + " is not an address: write 9180, localhost:9180, 0.0.0.0:9180 or [::1]:9180");
            }
            String host = matcher.group("host");
            return new ListenAddress(
                    host == null ? ListenAddress.LOOPBACK : host.equals("*") ? "0.0.0.0" : host,
                    Integer.parseInt(matcher.group("port")));
        });
    }

    static ValueType<Map<String, LogSettings.Level>> loggerLevels() {
        ValueType<LogSettings.Level> level = ValueTypes.oneOf(LogSettings.Level.class);
        return new ValueType<>("levels, as logger=LEVEL,logger=LEVEL", text -> {
            Map<String, LogSettings.Level> levels = new LinkedHashMap<>();
            for (String pair : text.split(",", -1)) {
                String[] sides = pair.split("=", -1);
                if (sides.length != 2 || !LOGGER.matcher(sides[0].strip()).matches()) {
                    throw new BadValueException(
                            ValueTypes.shown(pair.strip()) + " is not a level: write software.amazon=INFO");
                }
                if (levels.put(sides[0].strip(), level.parse(sides[1].strip())) != null) {
                    throw new BadValueException("the logger " + sides[0].strip() + " is given twice");
                }
            }
            return Collections.unmodifiableMap(levels);
        });
    }

    static ValueType<String> tracedShards() {
        return new ValueType<>("all, or the id of a shard", text -> {
            if (text.equals(WireTraceSettings.ALL) || SHARD_ID.matcher(text).matches()) {
                return text;
            }
            throw new BadValueException(text, " is no shard: write all or the id of a shard" + meant(text));
        });
    }

    private static String meant(String text) {
        Matcher shard = NEARLY_SHARD_ID.matcher(text);
        if (shard.matches()) {
            return "; did you mean shardId-%012d?".formatted(Long.parseLong(shard.group(1)));
        }
        return text.equalsIgnoreCase(WireTraceSettings.ALL) ? "; did you mean all?" : "";
    }

    /** Never shows a value: a header may hold a token. */
    static ValueType<Map<String, String>> headers() {
        return new ValueType<>("headers, as name=value,name=value", text -> {
            Map<String, String> headers = new LinkedHashMap<>();
            for (String pair : text.split(",", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? "" : pair.substring(0, equals).strip();
                if (!HEADER.matcher(name).matches() || CONTROL.matcher(pair).find()) {
                    throw new BadValueException("contains something that is not a header: write name=value,name=value");
                }
                headers.put(name, pair.substring(equals + 1).strip());
            }
            return Collections.unmodifiableMap(headers);
        });
    }
}
