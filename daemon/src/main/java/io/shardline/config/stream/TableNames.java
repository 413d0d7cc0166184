package io.shardline.config.stream;

import io.shardline.config.key.Key;
import io.shardline.config.key.ValueHints;
import io.shardline.config.key.ValueType;
import io.shardline.config.key.ValueTypes;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import java.util.regex.Pattern;

/** Names of DynamoDB tables, given or derived from the application's name. */
public final class TableNames {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");
    private static final String RULE = "3 to 255 letters, digits, _ . -";

    private final Values values;
    private final ProblemCollector problems;

    /** Makes the reader of one configuration. */
    public TableNames(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /** {@return the type of a key that names a table} */
    public static ValueType<String> type() {
        return ValueTypes.name("table name", NAME.pattern(), RULE);
    }

    /** {@return the table's own name, or the one that the KCL derives from the application's} */
    public String read(Key<String> key, String application, String suffix) {
        String name = values.getOrCompute(key, () -> application + suffix);
        if (!values.isGiven(key) && !NAME.matcher(name).matches()) {
            refuseApplication(application, key);
        }
        return name;
    }

    /** Once: the other names that are derived from the application's have the same fault. */
    private void refuseApplication(String application, Key<String> key) {
        String applicationKey = StreamKeys.APPLICATION_NAME.name();
        if (!values.isGiven(StreamKeys.APPLICATION_NAME) || problems.hasError(applicationKey)) {
            return;
        }
        String hint = ValueHints.of(type(), application);
        String advice = hint.isEmpty() ? ": choose another application name or set " + key.name() : hint;
        problems.error(
                values.originOf(StreamKeys.APPLICATION_NAME),
                applicationKey,
                ValueTypes.shown(application) + " does not make a name for a DynamoDB table (" + RULE + ")" + advice);
    }
}
