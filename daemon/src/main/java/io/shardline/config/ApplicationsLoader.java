package io.shardline.config;

import io.shardline.config.source.Problem;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.PropertiesFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Loads the configurations of all applications of a daemon, and checks what they must and must not share. */
public final class ApplicationsLoader {

    private ApplicationsLoader() {}

    /**
     * Reads all files of the request and checks what they say.
     *
     * @return one configuration for each file, in the order of the request; all have the same values of the keys that apply to
     *     the whole daemon
     * @throws InvalidConfigurationException with the problems of all files, if there is one
     */
    public static List<LoadedConfig> load(ApplicationsRequest request) throws InvalidConfigurationException {
        ProblemCollector common = new ProblemCollector();
        List<ApplicationLoad> loads = read(request, common);
        boolean several = loads.size() > 1;
        if (several) {
            DaemonValues.share(loads);
        }
        loads.forEach(load -> load.read(several));
        if (several && all(common, loads, ProblemCollector::errors).isEmpty()) {
            DistinctApplications.check(loads);
        }
        List<Problem> errors = all(common, loads, ProblemCollector::errors);
        if (!errors.isEmpty()) {
            throw new InvalidConfigurationException(errors, all(common, loads, ProblemCollector::warnings));
        }
        return loads.stream().map(ApplicationLoad::result).toList();
    }

    private static List<ApplicationLoad> read(ApplicationsRequest request, ProblemCollector common) {
        if (request.properties().isEmpty()) {
            Overrides overrides = new Overrides(List.of(), request.overrides(), common);
            overrides.check(request.environment());
            return List.of(load(request, Optional.empty(), "", overrides));
        }
        List<String> files = new PropertiesFiles(common).find(request.properties());
        List<String> names = files.stream().map(PropertiesFiles::baseName).toList();
        Overrides overrides = new Overrides(names, request.overrides(), common);
        overrides.check(request.environment());
        List<ApplicationLoad> loads = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            loads.add(load(request, Optional.of(files.get(i)), names.get(i), overrides));
        }
        return loads;
    }

    private static ApplicationLoad load(
            ApplicationsRequest request, Optional<String> file, String name, Overrides overrides) {
        return new ApplicationLoad(
                name,
                new ConfigRequest(
                        file, overrides.of(name), request.environment(), request.strictness(), request.stdin()));
    }

    /** {@return what was found in common sources and in each file; what all files have in common only once} */
    private static List<Problem> all(
            ProblemCollector common, List<ApplicationLoad> loads, Function<ProblemCollector, List<Problem>> kind) {
        Set<Problem> all = new LinkedHashSet<>(kind.apply(common));
        loads.forEach(load -> all.addAll(kind.apply(load.problems())));
        return List.copyOf(all);
    }
}
