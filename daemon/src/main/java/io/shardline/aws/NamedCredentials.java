package io.shardline.aws;

import io.shardline.config.aws.CredentialsSettings.Role;
import io.shardline.config.aws.ProviderSpec;
import io.shardline.config.key.Suggestions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * Creates a provider from one name of {@code AwsCredentialsProvider}: the classes of SDK version 2, the equivalents of those
 * of version 1, and any class on the class path that can be created from strings.
 */
final class NamedCredentials {

    /** Creates a provider from the arguments. */
    private interface Factory {
        AwsCredentialsProvider create(List<String> arguments, AssumedRoles roles) throws BadProviderException;
    }

    /** Simple names of both versions, and of MultiLangDaemon's own wrappers. */
    private static final Map<String, Factory> KNOWN = Map.ofEntries(
            none(
                    "DefaultCredentialsProvider",
                    () -> DefaultCredentialsProvider.builder().build()),
            none(
                    "DefaultAWSCredentialsProviderChain",
                    () -> DefaultCredentialsProvider.builder().build()),
            none("EnvironmentVariableCredentialsProvider", EnvironmentVariableCredentialsProvider::create),
            none("SystemPropertyCredentialsProvider", SystemPropertyCredentialsProvider::create),
            none("SystemPropertiesCredentialsProvider", SystemPropertyCredentialsProvider::create),
            none("InstanceProfileCredentialsProvider", InstanceProfileCredentialsProvider::create),
            none(
                    "ContainerCredentialsProvider",
                    () -> ContainerCredentialsProvider.builder().build()),
            none(
                    "EC2ContainerCredentialsProviderWrapper",
                    () -> ContainerCredentialsProvider.builder().build()),
            none("WebIdentityTokenFileCredentialsProvider", WebIdentityTokenFileCredentialsProvider::create),
            none("WebIdentityTokenCredentialsProvider", WebIdentityTokenFileCredentialsProvider::create),
            none("AnonymousCredentialsProvider", AnonymousCredentialsProvider::create),
            Map.entry("ProfileCredentialsProvider", (arguments, roles) -> profile(arguments)),
            Map.entry("StaticCredentialsProvider", (arguments, roles) -> keys(arguments)),
            Map.entry("AWSStaticCredentialsProvider", (arguments, roles) -> keys(arguments)),
            Map.entry("ProcessCredentialsProvider", (arguments, roles) -> process(arguments)),
            Map.entry("StsAssumeRoleCredentialsProvider", NamedCredentials::role),
            Map.entry("KclStsAssumeRoleCredentialsProvider", NamedCredentials::role),
            Map.entry("STSAssumeRoleSessionCredentialsProvider", NamedCredentials::role),
            Map.entry("KclSTSAssumeRoleSessionCredentialsProvider", NamedCredentials::role),
            Map.entry("STSAssumeRoleWithWebIdentitySessionCredentialsProvider", NamedCredentials::webIdentity));

    /** The packages of both versions and of MultiLangDaemon for the classes that are known by their simple names. */
    private static final List<String> PACKAGES = List.of(
            "software.amazon.awssdk.auth.credentials.",
            "software.amazon.awssdk.services.sts.auth.",
            "software.amazon.kinesis.multilang.auth.",
            "com.amazonaws.auth.profile.",
            "com.amazonaws.auth.",
            "profile.", // KCL 1.x puts com.amazonaws.auth. before each name
            "");

    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/.+");

    private static final Pattern PROPERTY_NAME = Pattern.compile("[A-Za-z]{1,24}");

    private NamedCredentials() {}

    static AwsCredentialsProvider create(ProviderSpec spec, AssumedRoles roles) throws BadProviderException {
        Optional<Factory> known = PACKAGES.stream()
                .filter(spec.name()::startsWith)
                .map(prefix -> KNOWN.get(spec.name().substring(prefix.length())))
                .filter(factory -> factory != null)
                .findFirst();
        return known.isPresent()
                ? known.get().create(spec.arguments(), roles)
                : createByClass(spec.name(), spec.arguments().toArray(String[]::new));
    }

    private static Map.Entry<String, Factory> none(String name, Supplier<AwsCredentialsProvider> make) {
        return Map.entry(name, (arguments, roles) -> {
            if (!arguments.isEmpty()) {
                throw new BadProviderException("takes no arguments");
            }
            return make.get();
        });
    }

    private static AwsCredentialsProvider profile(List<String> arguments) throws BadProviderException {
        if (arguments.size() > 1) {
            throw new BadProviderException("takes one argument, the profile's name");
        }
        return arguments.isEmpty()
                ? ProfileCredentialsProvider.create()
                : ProfileCredentialsProvider.create(arguments.get(0));
    }

    private static AwsCredentialsProvider keys(List<String> arguments) throws BadProviderException {
        if (arguments.size() < 2 || arguments.size() > 3 || arguments.stream().anyMatch(String::isEmpty)) {
            throw new BadProviderException("takes the access key, the secret key and an optional session token");
        }
        return StaticCredentialsProvider.create(
                arguments.size() == 2
                        ? AwsBasicCredentials.create(arguments.get(0), arguments.get(1))
                        : AwsSessionCredentials.create(arguments.get(0), arguments.get(1), arguments.get(2)));
    }

    private static AwsCredentialsProvider process(List<String> arguments) throws BadProviderException {
        if (arguments.size() != 1 || arguments.get(0).isEmpty()) {
            throw new BadProviderException("takes one argument, the command");
        }
        return ProcessCredentialsProvider.builder()
                .command(List.of("sh", "-c", arguments.get(0)))
                .build();
    }

    /** {@code arn|session}, then the keys of NestedPropertyKey, KCL multilang 3.x, in any order. */
    private static AwsCredentialsProvider role(List<String> arguments, AssumedRoles roles) throws BadProviderException {
        List<String> plain = arguments.stream()
                .takeWhile(argument -> argument.indexOf('=') < 0)
                .toList();
        if (plain.size() != 2 || plain.stream().anyMatch(String::isEmpty)) {
            throw new BadProviderException("takes the role's ARN, a session name and optional key=value arguments");
        }
        checkRole(plain.get(0));
        AssumedRoles.Sts sts = AssumedRoles.Sts.DEFAULT;
        Optional<String> externalId = Optional.empty();
        for (String argument : arguments.subList(2, arguments.size())) {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? "" : argument.substring(0, equals).strip();
            String value = argument.substring(equals + 1).strip();
            switch (key) {
                case "endpointRegion" -> sts = sts.inRegion(value);
                case "endpoint" -> sts = sts.at(value);
                case "externalId" -> externalId = Optional.of(value);
                default -> throw unknownProperty(key);
            }
        }
        return roles.assume(new Role(plain.get(0), plain.get(1), externalId, Optional.empty()), Optional.empty(), sts);
    }

    private static void checkRole(String arn) throws BadProviderException {
        if (!ROLE_ARN.matcher(arn).matches()) {
            throw new BadProviderException(
                    "takes the role's ARN as its first argument: write arn:aws:iam::ACCOUNT:role/NAME");
        }
    }

    /** What does not look like the name of a property may be a secret in the wrong place. */
    private static BadProviderException unknownProperty(String key) {
        String named = PROPERTY_NAME.matcher(key).matches() ? "does not know " + key + "=: it " : "";
        return new BadProviderException(named + "knows endpointRegion=, endpoint= and externalId= only");
    }

    private static AwsCredentialsProvider webIdentity(List<String> arguments, AssumedRoles roles)
            throws BadProviderException {
        if (arguments.size() != 3 || arguments.stream().anyMatch(String::isEmpty)) {
            throw new BadProviderException("takes the role's ARN, a session name and the token's file");
        }
        checkRole(arguments.get(0));
        return roles.assume(
                new Role(arguments.get(0), arguments.get(1), Optional.empty(), Optional.of(Path.of(arguments.get(2)))),
                Optional.empty(),
                AssumedRoles.Sts.DEFAULT);
    }

    /** Tries what AwsCredentialsProviderPropertyValueDecoder, KCL multilang 3.x, tries, in the same order. */
    private static AwsCredentialsProvider createByClass(String name, String[] arguments) throws BadProviderException {
        Class<?> type = classOf(name);
        Class<?>[] strings = new Class<?>[arguments.length];
        Arrays.fill(strings, String.class);
        List<Attempt> attempts = List.of(
                () -> type.getConstructor(String[].class).newInstance((Object) arguments),
                () -> type.getConstructor(strings).newInstance((Object[]) arguments),
                () -> type.getConstructor().newInstance(),
                () -> create(type, new Class<?>[] {String[].class}, new Object[] {arguments}),
                () -> create(type, strings, arguments),
                () -> create(type, new Class<?>[0], new Object[0]));
        for (Attempt attempt : attempts) {
            try {
                return (AwsCredentialsProvider) attempt.create();
            } catch (NoSuchMethodException nextWay) {
                // Most classes support one of the six.
            } catch (InvocationTargetException e) {
                throw new BadProviderException("failed: " + e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new BadProviderException("cannot be created: " + e);
            }
        }
        throw new BadProviderException(
                "has no public constructor and no static create() for " + arguments.length + " string arguments");
    }

    private interface Attempt {
        Object create() throws ReflectiveOperationException;
    }

    private static Object create(Class<?> type, Class<?>[] types, Object[] arguments)
            throws ReflectiveOperationException {
        var method = type.getMethod("create", types);
        if (!Modifier.isStatic(method.getModifiers())) {
            throw new NoSuchMethodException("create is not static");
        }
        return method.invoke(null, arguments);
    }

    private static Class<?> classOf(String name) throws BadProviderException {
        for (String prefix : PACKAGES) {
            try {
                Class<?> type = Class.forName(prefix + name);
                if (AwsCredentialsProvider.class.isAssignableFrom(type)) {
                    return type;
                }
                throw new BadProviderException("is not an AwsCredentialsProvider of AWS SDK 2");
            } catch (ClassNotFoundException nextPackage) {
                // It is in one of them at most.
            } catch (LinkageError e) {
                throw new BadProviderException("cannot be loaded: " + e);
            }
        }
        String simpleName = name.substring(name.lastIndexOf('.') + 1);
        throw new BadProviderException("is not a class on the class path"
                + new Suggestions(KNOWN.keySet())
                        .closestTo(simpleName)
                        .map(known -> "; did you mean " + known + "?")
                        .orElse("; for a class of your own, start with java -cp daemon.jar:DIR"
                                + " software.amazon.kinesis.multilang.MultiLangDaemon"));
    }
}
