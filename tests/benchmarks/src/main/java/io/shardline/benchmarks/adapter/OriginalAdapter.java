package io.shardline.benchmarks.adapter;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.multilang.MultiLangRecordProcessorFactory;
import software.amazon.kinesis.multilang.config.KinesisClientLibConfigurator;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/** MultiLangDaemon's record processor, made by its own factory from its own configuration. */
final class OriginalAdapter implements Adapter {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ShardRecordProcessor processor;

    OriginalAdapter(List<String> command) {
        String words = String.join(" ", command);
        Properties properties = new Properties();
        properties.put("executableName", words);
        properties.put("applicationName", "benchmark");
        properties.put("streamName", "benchmark");
        properties.put("AWSCredentialsProvider", "DefaultCredentialsProvider");
        properties.put("regionName", "us-east-1");
        processor = new MultiLangRecordProcessorFactory(
                        words, threads, new KinesisClientLibConfigurator().getConfiguration(properties))
                .shardRecordProcessor();
        processor.initialize(InitializationInput.builder()
                .shardId("shardId-000000000000")
                .extendedSequenceNumber(ExtendedSequenceNumber.TRIM_HORIZON)
                .build());
    }

    @Override
    public void roundTrip(List<KinesisClientRecord> batch) {
        processor.processRecords(ProcessRecordsInput.builder()
                .records(batch)
                .millisBehindLatest(0L)
                .build());
    }

    @Override
    public void close() {
        processor.leaseLost(LeaseLostInput.builder().build());
        threads.shutdownNow();
    }
}
