package io.shardline.config.aws;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the value of {@code AwsCredentialsProvider}: names between commas, each with arguments after
 * bars, as AwsCredentialsProviderPropertyValueDecoder of MultiLangDaemon does. Whether a name is known
 * and its arguments fit is found when the provider is built.
 */
final class CredentialsGrammar {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern BAR = Pattern.compile("\\|");
    private static final Pattern CLASS_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*([.$][A-Za-z_][A-Za-z0-9_]*)*");

    private CredentialsGrammar() {}

    static ValueType<List<ProviderSpec>> providers() {
        return new ValueType<>(
                "credentials providers, as Name|arg|key=value,Name",
                CredentialsGrammar::parse,
                String::valueOf,
                CredentialsGrammar::names);
    }

    private static String names(List<ProviderSpec> providers) {
        return providers.stream().map(ProviderSpec::toString).collect(Collectors.joining(", "));
    }

    /** Messages never repeat what was written: it may be a secret in the wrong place. */
    private static List<ProviderSpec> parse(String text) throws BadValueException {
        List<ProviderSpec> providers = new ArrayList<>();
        for (String element : COMMA.split(text, -1)) {
            if (element.isBlank()) {
                continue; // the original passes over it too
            }
            List<String> parts = BAR.splitAsStream(element).map(String::strip).toList();
            String name = parts.isEmpty() ? "" : parts.get(0);
            if (!CLASS_NAME.matcher(name).matches()) {
                throw new BadValueException("provider " + (providers.size() + 1)
                        + " of the list has no class name: write Name|argument|key=value");
            }
            providers.add(new ProviderSpec(name, parts.subList(1, parts.size())));
        }
        if (providers.isEmpty()) {
            throw new BadValueException("does not name a provider: remove the key to use the AWS SDK's default chain");
        }
        return List.copyOf(providers);
    }
}
