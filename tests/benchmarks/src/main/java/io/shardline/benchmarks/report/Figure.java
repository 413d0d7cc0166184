package io.shardline.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One figure: what was measured, in which unit, and the results of all runs of each variant. Not thread-safe. */
public final class Figure {

    /** Which way is better. */
    public enum Better {
        HIGHER,
        LOWER
    }

    private final String name;
    private final String unit;
    private final Better better;
    private final OptionalDouble targetRatio;
    private final OptionalDouble targetValue;
    private final Map<Variant, List<Double>> samples = new EnumMap<>(Variant.class);

    private Figure(String name, String unit, Better better, OptionalDouble targetRatio, OptionalDouble targetValue) {
        this.name = name;
        this.unit = unit;
        this.better = better;
        this.targetRatio = targetRatio;
        this.targetValue = targetValue;
    }

    /** {@return a figure that nothing is demanded of} */
    public static Figure of(String name, String unit, Better better) {
        return new Figure(name, unit, better, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** {@return the same, demanding this ratio of Shardline's median to the original's, or a better one} */
    public Figure withTargetRatio(double ratio) {
        return new Figure(name, unit, better, OptionalDouble.of(ratio), targetValue);
    }

    /** {@return the same, demanding this median of Shardline, or a better one} */
    public Figure withTargetValue(double value) {
        return new Figure(name, unit, better, targetRatio, OptionalDouble.of(value));
    }

    /** Adds the result of one run. */
    public void add(Variant variant, double value) {
        samples.computeIfAbsent(variant, v -> new ArrayList<>()).add(value);
    }

    /** {@return what was measured} */
    public String name() {
        return name;
    }

    String unit() {
        return unit;
    }

    Better better() {
        return better;
    }

    OptionalDouble targetRatio() {
        return targetRatio;
    }

    OptionalDouble targetValue() {
        return targetValue;
    }

    List<Double> samples(Variant variant) {
        return samples.getOrDefault(variant, List.of());
    }

    /** {@return the median of the variant's runs; empty if it was not run} */
    public OptionalDouble median(Variant variant) {
        double[] sorted =
                samples(variant).stream().mapToDouble(Double::doubleValue).toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** {@return Shardline's median by the original's} */
    public OptionalDouble ratio() {
        OptionalDouble original = median(Variant.ORIGINAL);
        OptionalDouble ours = median(Variant.SHARDLINE);
        return original.isPresent() && ours.isPresent()
                ? OptionalDouble.of(ours.getAsDouble() / original.getAsDouble())
                : OptionalDouble.empty();
    }

    /** {@return whether every demand is met; true if there is none} */
    public boolean reached() {
        return reached(ratio(), targetRatio) && reached(median(Variant.SHARDLINE), targetValue);
    }

    private boolean reached(OptionalDouble value, OptionalDouble target) {
        if (target.isEmpty()) {
            return true;
        }
        if (value.isEmpty()) {
            return false;
        }
        return better == Better.HIGHER
                ? value.getAsDouble() >= target.getAsDouble()
                : value.getAsDouble() <= target.getAsDouble();
    }
}
