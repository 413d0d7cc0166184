package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.shardline.config.key.Key;
import io.shardline.config.source.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random damage to valid files: each is accepted with exactly the values that it holds, or refused with
 * a list of problems; never anything else.
 */
class ConfigFuzzTest {

    private static final int CASES = 5_000;

    private static final List<String> SAMPLES = List.of("python", "ruby", "nodejs", "dotnet", "commented-keys", "full");

    private static final List<String> SPLINTERS = List.of(
            "=",
            ":",
            "\\",
            "\\u00",
            "\\u0000",
            "\n",
            "\r\n",
            " ",
            "\t",
            "#",
            "!",
            "${",
            "}",
            "${HOME}",
            "${X:-1}",
            "$${",
            "'",
            "\"",
            "|",
            ",",
            "-1",
            "0",
            "99999999999999999999",
            "1e309",
            "NaN",
            "true",
            "null",
            "\u00e9",
            "\ud800",
            "\uffff",
            "streamName",
            "maxRecords = 5\n",
            "retrievalMode = FANOUT\n",
            "%s",
            "..",
            "http://");

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void damagedFilesAreAcceptedAsTheyAreOrRefused() {
        long seed = Long.getLong("shardline.seed", System.nanoTime());
        System.out.println("ConfigFuzzTest: -Dshardline.seed=" + seed + ", " + CASES + " cases");
        Random random = new Random(seed);
        ConfigFixture fixture = fixture();
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] damaged = original(SAMPLES.get(random.nextInt(SAMPLES.size())));
            for (int n = random.nextInt(3); n >= 0; n--) {
                damaged = damage(damaged, random);
            }
            accepted += isAccepted(fixture, damaged, "seed " + seed + ", case " + i) ? 1 : 0;
        }
        System.out.println("ConfigFuzzTest: accepted " + accepted + ", refused " + (CASES - accepted));
        assertThat(accepted).isBetween(CASES / 20, CASES * 19 / 20);
    }

    private static boolean isAccepted(ConfigFixture fixture, byte[] damaged, String which) {
        long start = System.nanoTime();
        try {
            LoadedConfig loaded = fixture.load(damaged);
            assertHoldsWhatTheFileSays(loaded, damaged, which);
            return true;
        } catch (InvalidConfigurationException e) {
            assertThat(e.problems()).as(which).isNotEmpty();
            assertThat(e.problems())
                    .as(which)
                    .allSatisfy(problem -> assertThat(problem.toString()).hasSizeLessThan(6_000));
            return false;
        } catch (RuntimeException | Error e) {
            return fail(which + "\n" + new String(damaged, StandardCharsets.ISO_8859_1), e);
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(which).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** Every key of the file must be in the effective configuration with its value, and nothing else may. */
    private static void assertHoldsWhatTheFileSays(LoadedConfig loaded, byte[] damaged, String which) {
        Properties file = asJavaReadsIt(damaged);
        for (EffectiveEntry entry : loaded.effective()) {
            if (!(entry.origin() instanceof Origin.FileLine)) {
                continue;
            }
            Key<?> key = Keys.TABLE.find(entry.key()).orElseThrow();
            String written = file.stringPropertyNames().stream()
                    .filter(name -> find(name).equals(Optional.of(key)))
                    .map(file::getProperty)
                    .findFirst()
                    .orElse("(not in the file)");
            if (!key.sensitive() && !written.contains("${")) {
                assertThat(entry.value()).as(which + ": " + entry.key()).isEqualTo(written.strip());
            }
        }
        for (String name : file.stringPropertyNames()) {
            boolean unset = loaded.notes().stream()
                    .anyMatch(note -> note.key().equals(name) && note.message().contains("counts as not set"));
            if (!unset && !file.getProperty(name).contains("${")) {
                String key = find(name)
                        .orElseThrow(() -> new AssertionError(which + ": " + name))
                        .name();
                assertThat(loaded.effective())
                        .as(which + ": " + name)
                        .anyMatch(entry -> entry.key().equals(key) && entry.origin() instanceof Origin.FileLine);
            }
        }
    }

    /** The case of the first letter does not count, as with KCL 1.x. */
    private static Optional<Key<?>> find(String name) {
        return Keys.TABLE
                .find(name)
                .or(() -> Keys.TABLE.find(
                        name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1)));
    }

    private static Properties asJavaReadsIt(byte[] bytes) {
        String utf8 = new String(bytes, StandardCharsets.UTF_8);
        boolean isUtf8 = Arrays.equals(utf8.getBytes(StandardCharsets.UTF_8), bytes);
        String text = isUtf8 ? utf8 : new String(bytes, StandardCharsets.ISO_8859_1);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static byte[] damage(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int until = Math.min(bytes.length, at + random.nextInt(1, 12));
        return switch (random.nextInt(7)) {
            case 0 -> splice(bytes, at, until, new byte[0]);
            case 1 ->
                splice(
                        bytes,
                        at,
                        at,
                        SPLINTERS.get(random.nextInt(SPLINTERS.size())).getBytes(StandardCharsets.UTF_8));
            case 2 -> splice(bytes, at, until, noise(until - at, random));
            case 3 ->
                splice(bytes, at, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(200))));
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> withOtherCase(bytes, at);
            default -> withValue(bytes, at, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
        };
    }

    private static byte[] withOtherCase(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        for (int i = at; i < changed.length; i++) {
            if (Character.isLetter((char) changed[i])) {
                changed[i] ^= 0x20;
                break;
            }
        }
        return changed;
    }

    /** Replaces the value of the line on which the position lies. */
    private static byte[] withValue(byte[] bytes, int at, String value) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int equals = text.indexOf('=', at);
        int end = equals < 0 ? -1 : text.indexOf('\n', equals);
        return end < 0
                ? bytes
                : (text.substring(0, equals + 1) + value + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private static byte[] noise(int length, Random random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private ConfigFixture fixture() {
        ConfigFixture fixture = new ConfigFixture(folder).variable("HOME", "/root");
        Arrays.asList("sample_kclpy_app.py", "sample_kcl.rb", "node", "dotnet").forEach(fixture::program);
        return fixture;
    }

    private static byte[] original(String sample) {
        try (InputStream in = ConfigFuzzTest.class.getResourceAsStream("samples/" + sample + ".properties")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
