package io.shardline.protocolspec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A conversation that was written down. */
record Transcript(List<Entry> entries) {

    /** A line without its end, a character a byte, or the end of a direction: then {@code line} is null. */
    record Entry(boolean toProcessor, String line) {
        byte[] bytes() {
            return line.getBytes(StandardCharsets.ISO_8859_1);
        }

        String text() {
            return line == null ? "end" : new String(bytes(), StandardCharsets.UTF_8);
        }
    }

    static Transcript of(List<String> lines) {
        return new Transcript(
                lines.stream().map(Specification::parse).map(Transcript::entry).toList());
    }

    private static Entry entry(JsonNode entry) {
        String line = null;
        if (entry.has("line")) {
            line = bytes(entry.get("line").asText().getBytes(StandardCharsets.UTF_8));
        } else if (entry.has("bytes")) {
            line = bytes(Base64.getDecoder().decode(entry.get("bytes").asText()));
        }
        return new Entry(entry.get("to").asText().equals("processor"), line);
    }

    private static String bytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    List<String> toProcessor() {
        return entries.stream().filter(Entry::toProcessor).map(Entry::text).toList();
    }

    /**
     * A processor in POSIX shell that says what the transcript's one said.
     *
     * @param ledger gets every line that it is sent
     */
    List<String> scriptedProcessor(Path folder, Path ledger) throws IOException {
        List<String> script = new ArrayList<>();
        script.add("exec 3>>'" + ledger + "'");
        // The end comes once, however many lines the daemon has left unsent.
        script.add("hear() { if IFS= read -r line; then printf '%s\\n' \"$line\" >&3;"
                + " else [ -n \"$ended\" ] || echo end >&3; ended=1; fi; }");
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.toProcessor()) {
                script.add("hear");
            } else if (entry.line() == null) {
                script.add("exit 0");
            } else {
                Path line = folder.resolve("line-" + i);
                Files.writeString(line, entry.line() + "\n", StandardCharsets.ISO_8859_1);
                script.add("cat '" + line + "'");
            }
        }
        Path file = folder.resolve("processor.sh");
        Files.write(file, script);
        return List.of("/bin/sh", file.toString());
    }
}
