package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.RecordDistribution;
import io.shardline.localstack.streams.Shard;
import io.shardline.localstack.streams.StreamSettings;
import io.shardline.localstack.wire.Input;
import io.shardline.localstack.wire.Reply;
import java.util.List;
import java.util.Map;

/** The operations on streams as a whole. */
final class StreamOperations {
    private static final int ON_DEMAND_SHARDS = 4;
    private static final int MAX_RESULTS = 10_000;
    private static final int USUAL_RESULTS = 100;

    private final Account account;

    StreamOperations(Account account) {
        this.account = account;
    }

    Map<String, Operation> byName() {
        return Map.of(
                "CreateStream", this::createStream,
                "DeleteStream", this::deleteStream,
                "DescribeStream", this::describeStream,
                "DescribeStreamSummary", this::describeStreamSummary,
                "ListStreams", this::listStreams,
                "UpdateStreamRecordDistributionStrategy", this::updateRecordDistribution);
    }

    private Reply createStream(Input request) {
        String name = request.requiredText("StreamName");
        String mode = request.structure("StreamModeDetails")
                .map(details -> details.requiredText("StreamMode"))
                .orElse("PROVISIONED");
        int shards = request.integer("ShardCount").orElseGet(() -> usualShards(mode));
        int maxRecordKiB = request.integer("MaxRecordSizeInKiB").orElse(StreamSettings.DEFAULT_RECORD_KIB);
        account.createStream(name, new StreamSettings(shards, mode, maxRecordKiB));
        return Reply.EMPTY;
    }

    private static int usualShards(String mode) {
        if (!mode.equals("ON_DEMAND")) {
            throw ApiException.invalidArgument("ShardCount must be provided for streams in PROVISIONED mode.");
        }
        return ON_DEMAND_SHARDS;
    }

    private Reply deleteStream(Input request) {
        account.deleteStream(Requests.stream(account, request));
        return Reply.EMPTY;
    }

    private Reply describeStream(Input request) {
        DataStream stream = Requests.stream(account, request);
        int limit = request.integer("Limit", 1, MAX_RESULTS).orElse(USUAL_RESULTS);
        String after = request.text("ExclusiveStartShardId").orElse("");
        List<Shard> rest = stream.shards().stream()
                .filter(shard -> shard.id().compareTo(after) > 0)
                .toList();
        List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
        return out -> out.structure("StreamDescription", stream, (description, described) -> {
            Structures.streamDetails(description, described);
            description.structures("Shards", page, Structures::shard).flag("HasMoreShards", page.size() < rest.size());
        });
    }

    private Reply describeStreamSummary(Input request) {
        DataStream stream = Requests.stream(account, request);
        return out -> out.structure("StreamDescriptionSummary", stream, (summary, described) -> {
            Structures.streamDetails(summary, described);
            summary.text("StreamId", described.identity().id())
                    .number("OpenShardCount", described.openShards().size())
                    .number("ConsumerCount", described.consumers().size())
                    .number("MaxRecordSizeInKiB", described.settings().maxRecordKiB());
        });
    }

    private Reply updateRecordDistribution(Input request) {
        String name = "RecordDistributionStrategy";
        Requests.stream(account, request)
                .distributeRecords(Requests.oneOf(RecordDistribution.class, name, request.requiredText(name)));
        return Reply.EMPTY;
    }

    private Reply listStreams(Input request) {
        int limit = request.integer("Limit", 1, MAX_RESULTS).orElse(USUAL_RESULTS);
        String after = request.text("NextToken")
                .or(() -> request.text("ExclusiveStartStreamName"))
                .orElse("");
        List<DataStream> rest = account.streams().stream()
                .filter(stream -> stream.name().compareTo(after) > 0)
                .toList();
        List<DataStream> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = page.size() < rest.size();
        return out -> {
            out.texts("StreamNames", page.stream().map(DataStream::name).toList())
                    .flag("HasMoreStreams", more)
                    .structures("StreamSummaries", page, Structures::stream);
            if (more) {
                out.text("NextToken", page.get(page.size() - 1).name());
            }
        };
    }
}
