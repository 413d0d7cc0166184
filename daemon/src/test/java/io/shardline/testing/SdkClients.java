package io.shardline.testing;

import java.lang.reflect.Field;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.awscore.client.config.AwsClientOption;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOption;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Looks into the SDK's objects, which show little of how they were built. */
public final class SdkClients {

    private SdkClients() {}

    public static <T> T option(Object client, ClientOption<T> option) {
        return ((SdkClientConfiguration) field(client, client.getClass(), "clientConfiguration")).option(option);
    }

    public static Region region(Object client) {
        return option(client, AwsClientOption.AWS_REGION);
    }

    public static URI endpoint(Object client) {
        return ((AwsServiceClientConfiguration) ((SdkClient) client).serviceClientConfiguration())
                .endpointOverride()
                .orElseThrow();
    }

    public static ClientOverrideConfiguration overrides(Object client) {
        return ((SdkClient) client).serviceClientConfiguration().overrideConfiguration();
    }

    /** What a provider of an assumed role will ask STS for. */
    public static AssumeRoleRequest request(Object provider) {
        return (AssumeRoleRequest)
                ((Supplier<?>) field(provider, provider.getClass(), "assumeRoleRequestSupplier")).get();
    }

    private static Object field(Object object, Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(object);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the SDK has changed: " + type + " has no " + name, e);
        }
    }
}
