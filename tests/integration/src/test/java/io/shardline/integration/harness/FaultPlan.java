package io.shardline.integration.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Which shard's processor has which fault, as {@code misbehave.py --plan} reads it; the last shard's has none. */
public final class FaultPlan {
    private final Map<Fault, String> shards = new LinkedHashMap<>();
    private final String healthy;
    private final Path file;

    private FaultPlan(String healthy, Path file) {
        this.healthy = healthy;
        this.file = file;
    }

    /**
     * A fault with its switches.
     *
     * @param name as {@code misbehave.py --help} lists it
     * @param report what the daemon's report of it contains
     * @param switches its other switches
     */
    public record Fault(String name, String report, List<String> switches) {
        /** A fault of every process of its shard, of which the daemon reports nothing. */
        public static Fault always(String name, String... switches) {
            return new Fault(name, "", Arrays.asList(switches));
        }

        /** A fault of the shard's first process alone. */
        public static Fault once(String name, String report, String... switches) {
            List<String> all = new ArrayList<>(Arrays.asList(switches));
            all.addAll(List.of("--times", "1"));
            return new Fault(name, report, all);
        }

        private List<String> commandLine() {
            List<String> words = new ArrayList<>(List.of("--fault", name));
            words.addAll(switches);
            return words;
        }

        @Override
        public String toString() {
            return name + " " + String.join(" ", switches);
        }
    }

    /** Gives the faults to the shards in order, and writes the plan into the environment's folder. */
    public static FaultPlan of(TestEnvironment environment, List<Shard> shards, List<Fault> faults) {
        if (shards.size() != faults.size() + 1) {
            throw new IllegalArgumentException(faults.size() + " faults need one shard more, not " + shards.size());
        }
        FaultPlan plan = new FaultPlan(
                shards.get(faults.size()).shardId(), environment.directory().resolve("plan.json"));
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (int i = 0; i < faults.size(); i++) {
            String shard = shards.get(i).shardId();
            plan.shards.put(faults.get(i), shard);
            lines.put(shard, faults.get(i).commandLine());
        }
        try {
            new ObjectMapper().writeValue(plan.file.toFile(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return plan;
    }

    Path file() {
        return file;
    }

    public String shardOf(Fault fault) {
        return shards.get(fault);
    }

    /** The shard of the first fault of this name. */
    public String shardOf(String name) {
        return shards.keySet().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .map(shards::get)
                .orElseThrow();
    }

    public String healthyShard() {
        return healthy;
    }
}
