package io.shardline.check;

import io.shardline.processor.hosted.DialException;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs every kind of conversation with a processor. Used once, on one thread; takes seconds. */
public final class ProcessorCheck {
    private static final int MANY = 10_000;
    private static final int MIB = 1024 * 1024;
    private static final int USERS_BATCH = 1000;

    private final CheckContext context;
    private final Findings findings;
    private final Records records = new Records();
    private SimulatedDaemon daemon;
    private long startUpNanos;

    private ProcessorCheck(CheckContext context) {
        this.context = context;
        this.findings = context.findings();
    }

    /** Checks the processor. */
    public static CheckReport run(CheckSettings settings) throws InterruptedException {
        try (CheckContext context = new CheckContext(settings)) {
            return new ProcessorCheck(context).check();
        } catch (IOException e) {
            Findings findings = new Findings();
            notStarted(findings, e);
            return report(settings, findings, Timings.of(0, List.of(), 0, 0));
        }
    }

    private CheckReport check() throws InterruptedException {
        Timings timings = Timings.of(0, List.of(), 0, 0);
        try {
            Optional<HostScenarios> host = beginHost();
            findings.begin("initialize");
            if (begin()) {
                batches();
                timings = Timings.of(startUpNanos, List.of(), 0, 0);
                if (!context.settings().untilFault() && !context.isOver()) {
                    timings = new Stopwatch(context, startUpNanos).measure(records);
                }
                new EndScenarios(context, records).run();
                if (host.isPresent()) {
                    host.get().run();
                }
            }
        } catch (DialException e) {
            findings.fault(
                    Requirement.P26,
                    "it does not accept a connection",
                    e.getMessage() + context.host().map(HostPeers::lastOutput).orElse(""),
                    "a program that listens there");
        } catch (IOException e) {
            notStarted(findings, e);
        }
        return report(context.settings(), findings, timings);
    }

    private Optional<HostScenarios> beginHost() throws IOException, InterruptedException {
        if (context.host().isEmpty()) {
            return Optional.empty();
        }
        findings.begin("the spare connection");
        context.host().get().awaitListening();
        return Optional.of(new HostScenarios(context, context.host().get(), records));
    }

    private static void notStarted(Findings findings, IOException e) {
        findings.fault(Requirement.P22, "it cannot be started", e.getMessage(), "a command that can be run");
    }

    private static CheckReport report(CheckSettings settings, Findings findings, Timings timings) {
        List<String> words = new ArrayList<>();
        settings.address().ifPresent(address -> words.addAll(List.of("--connect", address.toString())));
        if (settings.address().isPresent() && !settings.command().isEmpty()) {
            words.add("--");
        }
        words.addAll(settings.command());
        return CheckReport.of(words, settings.address().isPresent(), findings, timings);
    }

    private void batches() throws IOException, InterruptedException {
        batch("a batch without records", Requirement.P9, ActionLine.batch(List.of()));
        batch("a batch of one record", Requirement.P12, ActionLine.batch(records.words(1)));
        batch("records that a producer packed into one", Requirement.P12, ActionLine.batch(records.packed(3)));
        batch("every byte as data", Requirement.P10, ActionLine.batch(records.binary()));
        batch("strings of every Unicode plane", Requirement.P10, ActionLine.batch(records.unicode()));
        batch("millisBehindLatest null", Requirement.P11, ActionLine.of(new ProcessRecords(records.words(1), null)));
        batch("fields that a later daemon may add", Requirement.P7, unknownFields());
        batch("a record without a partition key", Requirement.P10, ActionLine.batch(records.withoutKey()));
        batch("keys in another order", Requirement.P6, otherOrder());
        batch("10,000 records in one batch", Requirement.P8, ActionLine.batch(records.words(MANY)));
        batch("four records of 1 MiB in one batch", Requirement.P8, ActionLine.batch(records.large(4, MIB)));
        List<DataRecord> own = context.settings().records();
        for (int i = 0; i < own.size(); i += USERS_BATCH) {
            List<DataRecord> part = own.subList(i, Math.min(own.size(), i + USERS_BATCH)).stream()
                    .map(records::of)
                    .toList();
            batch("your own records, from number " + (i + 1), Requirement.P12, ActionLine.batch(part));
        }
        findings.begin("leaseLost, then the end of stdin");
        if (daemon.isUsable()) {
            daemon.ask(ActionLine.of(new ToProcessor.LeaseLost()), Replies.GRANT);
        }
        daemon.finish();
    }

    /** A process that does not survive a batch is replaced, as in the daemon. */
    private void batch(String what, Requirement requirement, ActionLine batch)
            throws IOException, InterruptedException {
        if (context.isOver()) {
            return;
        }
        if (!daemon.isUsable()) {
            daemon.finish();
            if (!begin()) {
                return;
            }
        }
        findings.begin(what);
        ActionResult result = daemon.ask(batch, Replies.GRANT);
        if (result instanceof ActionResult.Answered) {
            findings.met(requirement);
        } else if (result instanceof ActionResult.Gone gone) {
            String seen = "it " + gone.describe() + daemon.lastOutput();
            findings.fault(
                    requirement == Requirement.P12 ? Requirement.P22 : requirement,
                    "it did not survive " + what,
                    seen,
                    Excerpt.status("processRecords"));
        }
    }

    /** Starts a process, or connects to the host, and initializes it. {@return whether it is usable} */
    private boolean begin() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        daemon = context.begin();
        ActionResult result = daemon.initialize(records.last());
        if (result instanceof ActionResult.Answered) {
            startUpNanos = startUpNanos == 0 ? System.nanoTime() - begin : startUpNanos;
            return true;
        }
        if (result instanceof ActionResult.Gone gone) {
            findings.fault(
                    Requirement.P22,
                    "it " + gone.describe() + " before it had answered initialize",
                    "it " + gone.describe() + daemon.lastOutput(),
                    Excerpt.status("initialize"));
        }
        daemon.finish();
        return false;
    }

    private ActionLine unknownFields() {
        return new ActionLine(
                new ProcessRecords(records.words(2), 0L),
                text -> text.replace(
                                "\"action\":\"record\"",
                                "\"action\":\"record\",\"encryptionType\":\"KMS\",\"checkNumber\":7,\"checkList\":[1,null,\"x\"]")
                        .replaceFirst(
                                "^\\{\"action\":\"processRecords\"",
                                "{\"action\":\"processRecords\",\"checkText\":\"later\",\"checkFlag\":true,\"checkNull\":null,"
                                        + "\"checkList\":[\"a\",2.5]"));
    }

    private ActionLine otherOrder() {
        List<DataRecord> one = records.words(1);
        String number = one.get(0).position().sequenceNumber();
        List<String> record = new ArrayList<>(List.of(
                "\"action\":\"record\"",
                "\"approximateArrivalTimestamp\":1700000000000",
                "\"sequenceNumber\":\"" + number + "\"",
                "\"partitionKey\":\"\\u006bey\"",
                "\"subSequenceNumber\":0",
                "\"data\":\"d29yZHM=\""));
        return new ActionLine(
                new ProcessRecords(one, 0L),
                text -> "{\"millisBehindLatest\":0,\"records\":[{" + String.join(",", record)
                        + "}],\"action\":\"processRecords\"}");
    }
}
