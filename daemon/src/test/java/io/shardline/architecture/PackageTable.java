package io.shardline.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of packages in {@code daemon/README.md}, which says what each package may import. */
record PackageTable(List<Row> rows) {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\| .* \\| (none|all below|`[^|]*`) \\|");
    private static final Pattern NAME = Pattern.compile("`([a-z.]+(?:\\.\\*)?)`");

    /** One package and what it may import: names of packages, or {@code name.*} with all sub-packages. */
    record Row(String name, Set<String> imports) {
        boolean allows(String imported) {
            return imported.equals(name) || imports.stream().anyMatch(pattern -> covers(pattern, imported));
        }
    }

    static PackageTable read(Path readme) throws IOException {
        List<String> lines = Files.readString(readme)
                .lines()
                .filter(line -> line.startsWith("| `") && !line.startsWith("| `Main`"))
                .toList();
        List<Row> rows = new ArrayList<>();
        Set<String> below = new TreeSet<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher row = ROW.matcher(lines.get(i));
            if (!row.matches()) {
                throw new AssertionError("not a row of the table of packages: " + lines.get(i));
            }
            rows.add(
                    0,
                    new Row(row.group(1), row.group(2).equals("all below") ? Set.copyOf(below) : names(row.group(2))));
            below.add(row.group(1));
        }
        return new PackageTable(rows);
    }

    Optional<Row> row(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst();
    }

    /** Imports of packages that stand higher in the table, or nowhere. */
    List<String> upward() {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Row> below = rows.subList(i + 1, rows.size());
            for (String pattern : rows.get(i).imports()) {
                if (below.stream().noneMatch(row -> covers(pattern, row.name()))) {
                    wrong.add(rows.get(i).name() + " may import " + pattern + ", which is not below it");
                }
            }
        }
        return wrong;
    }

    private static boolean covers(String pattern, String name) {
        String parent = pattern.endsWith(".*") ? pattern.substring(0, pattern.length() - 2) : "";
        return pattern.equals(name) || name.equals(parent) || (!parent.isEmpty() && name.startsWith(parent + "."));
    }

    private static Set<String> names(String cell) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(cell);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }
}
