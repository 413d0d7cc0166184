package io.shardline.config;

import io.shardline.config.key.Key;
import io.shardline.config.key.Scope;
import io.shardline.config.key.Suggestions;
import io.shardline.config.source.Origin;
import io.shardline.config.source.ProblemCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Distributes what is set outside the files to the applications: {@code --set key=value} and environment variables to all,
 * {@code --set name:key=value} to one. Reports what can only apply to one application, or only to all.
 */
final class Overrides {
    private static final Origin COMMAND_LINE = new Origin.CommandLine();

    private final List<String> names;
    private final List<Setting> settings;
    private final ProblemCollector problems;

    /** One {@code --set}. */
    private record Setting(Optional<String> name, String key, String text) {
        static Setting parse(String written) {
            int equals = written.indexOf('=');
            int colon = written.substring(0, Math.max(0, equals)).indexOf(':');
            String rest = written.substring(colon + 1);
            return new Setting(
                    Optional.of(written.substring(0, Math.max(0, colon)).strip())
                            .filter(name -> colon >= 0),
                    rest.substring(0, Math.max(0, rest.indexOf('='))).strip(),
                    rest);
        }

        boolean isFor(String application) {
            return name.isEmpty() || name.get().equals(application);
        }
    }

    /**
     * Makes the distribution.
     *
     * @param names the names of the files
     */
    Overrides(List<String> names, List<String> written, ProblemCollector problems) {
        this.names = names;
        this.settings = written.stream().map(Setting::parse).toList();
        this.problems = problems;
    }

    /** {@return what applies to this application, without names} */
    List<String> of(String name) {
        return settings.stream()
                .filter(setting -> setting.isFor(name))
                .map(Setting::text)
                .toList();
    }

    /** Reports what is wrong with the overrides, and with these variables. */
    void check(Map<String, String> environment) {
        settings.forEach(this::check);
        if (names.size() > 1) {
            environment.keySet().stream()
                    .sorted()
                    .forEach(variable -> Keys.TABLE
                            .findByVariable(variable)
                            .filter(key -> key.scope() == Scope.IDENTITY)
                            .ifPresent(key -> refuseForAll(new Origin.Environment(variable), key.name())));
        }
    }

    private void check(Setting setting) {
        Optional<Scope> scope = Keys.TABLE.find(setting.key()).map(Key::scope);
        if (setting.name().isPresent()) {
            checkName(setting.name().get());
            if (scope.equals(Optional.of(Scope.DAEMON))) {
                problems.error(
                        COMMAND_LINE,
                        setting.key(),
                        "applies to the whole daemon: write --set " + setting.key() + "=... without a name");
            }
        } else if (names.size() > 1 && scope.equals(Optional.of(Scope.IDENTITY))) {
            refuseForAll(COMMAND_LINE, setting.key());
        }
    }

    private void checkName(String name) {
        long files = names.stream().filter(name::equals).count();
        if (files == 1) {
            return;
        }
        if (files > 1) {
            problems.error(COMMAND_LINE, "", files + " files are called " + name + ": rename all but one");
            return;
        }
        if (names.isEmpty()) {
            problems.error(COMMAND_LINE, "", "there is no file called " + name + ": write --set key=value");
            return;
        }
        String hint = new Suggestions(names)
                .closestTo(name)
                .map(near -> "; did you mean " + near + "?")
                .orElseGet(() -> ": there " + (names.size() == 1 ? "is " : "are ") + named());
        problems.error(COMMAND_LINE, "", "no file is called " + name + hint);
    }

    private void refuseForAll(Origin origin, String key) {
        problems.error(
                origin,
                key,
                "would be the same for all " + names.size()
                        + " applications: set it in each file, or write --set NAME:" + key
                        + "=..., where NAME is the name of a file (" + named() + ")");
    }

    private String named() {
        List<String> shown = new ArrayList<>(names.subList(0, Math.min(names.size(), 10)));
        return shown.stream().collect(Collectors.joining(", ")) + (shown.size() < names.size() ? ", ..." : "");
    }
}
