package io.shardline.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Service;
import io.shardline.localstack.testing.Clients;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The real DynamoDB Local stands behind the proxy, gets faults, and is gone with the stack. */
class DynamoDbTest {
    private static LocalStack stack;
    private static DynamoDbAsyncClient client;

    @BeforeAll
    static void startWithATable() {
        stack = LocalStack.start(LocalStackOptions.defaults());
        client = Clients.dynamoDb(stack.dynamoDbEndpoint());
        Clients.await(client.createTable(r -> r.tableName("leases")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())));
    }

    @AfterAll
    static void closeAndSeeTheProcessGone() {
        client.close();
        ProcessHandle process = stack.dynamoDbProcess();
        assertThat(process.isAlive()).isTrue();

        stack.close();

        assertThat(process.isAlive()).isFalse();
    }

    @AfterEach
    void clearFaults() {
        stack.faults().clear();
    }

    @Test
    void anItemIsKept() {
        putItem("kept");

        GetItemResponse got = Clients.await(
                client.getItem(r -> r.tableName("leases").key(Map.of("id", AttributeValue.fromS("kept")))));

        assertThat(got.item()).containsKey("id");
    }

    @Test
    void aThrottledCallFailsAsOftenAsAsked() {
        stack.faults().add(Fault.throttle(Service.DYNAMODB, "PutItem", 1));

        assertThatThrownBy(() -> putItem("a"))
                .isInstanceOfSatisfying(
                        ProvisionedThroughputExceededException.class,
                        e -> assertThat(e.isThrottlingException()).isTrue());
        putItem("a");
    }

    @Test
    void anErrorIsAnInternalServerError() {
        stack.faults().add(Fault.error(Service.DYNAMODB, "PutItem", 1));

        assertThatThrownBy(() -> putItem("a")).isInstanceOf(InternalServerErrorException.class);
    }

    @Test
    void aCutConnectionGivesNoAnswer() {
        stack.faults().add(Fault.cut(Service.DYNAMODB, "PutItem", 1));

        assertThatThrownBy(() -> putItem("a")).isInstanceOf(SdkClientException.class);
        putItem("a");
    }

    @Test
    void aCallWhoseAnswerIsCutHasDoneItsWork() {
        stack.faults().add(Fault.cutAfter(Service.DYNAMODB, "PutItem", 1));

        assertThatThrownBy(() -> putItem("done")).isInstanceOf(SdkClientException.class);

        GetItemResponse got = Clients.await(
                client.getItem(r -> r.tableName("leases").key(Map.of("id", AttributeValue.fromS("done")))));
        assertThat(got.item()).containsKey("id");
    }

    @Test
    void anErrorHasAnyNameOfAws() {
        stack.faults().add(Fault.error(Service.DYNAMODB, "PutItem", 1, "ExpiredTokenException"));

        assertThatThrownBy(() -> putItem("a"))
                .isInstanceOfSatisfying(
                        DynamoDbException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredTokenException"));
    }

    @Test
    void aWaitingCallIsAnsweredLater() {
        Duration wait = Duration.ofMillis(300);
        stack.faults().add(Fault.waiting(Service.DYNAMODB, "PutItem", 1, wait));
        long start = System.nanoTime();

        putItem("a");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(wait);
    }

    @Test
    void callsAreCounted() {
        stack.calls().clear();

        putItem("a");

        assertThat(stack.calls().counts(Service.DYNAMODB)).containsExactly(Map.entry("PutItem", 1L));
    }

    private static void putItem(String id) {
        Clients.await(client.putItem(r -> r.tableName("leases").item(Map.of("id", AttributeValue.fromS(id)))));
    }
}
