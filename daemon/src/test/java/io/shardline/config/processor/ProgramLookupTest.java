package io.shardline.config.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramLookupTest {

    /** Files with their content; those of Windows are found in any case. A content of {@code dir} makes a directory. */
    private record FakeDisk(Map<String, String> files, boolean anyCase) implements Disk {

        private Optional<String> content(String path) {
            return files.entrySet().stream()
                    .filter(file -> anyCase
                            ? file.getKey().equalsIgnoreCase(path)
                            : file.getKey().equals(path))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        @Override
        public boolean isFile(String path) {
            return content(path).filter(text -> !text.equals("dir")).isPresent();
        }

        @Override
        public boolean isDirectory(String path) {
            return content(path).filter("dir"::equals).isPresent();
        }

        @Override
        public boolean isExecutable(String path) {
            return isFile(path) && !path.endsWith(".txt");
        }

        @Override
        public byte[] head(String path) {
            return content(path).orElse("").getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static final Map<String, String> POSIX = new HashMap<>(Map.of(
            "/bin/sh", "\u007fELF\u0000",
            "/usr/bin/env", "\u007fELF\u0000",
            "/usr/bin/python3", "\u007fELF\u0000",
            "/opt/app/run.py", "#!/usr/bin/env python3\nprint()\n",
            "/opt/app/dos.py", "#!/usr/bin/env python3\r\nprint()\r\n",
            "/opt/app/bare", "echo hello\n",
            "/opt/app/ruby.rb", "#! /usr/bin/env ruby\n",
            "/opt/app/odd", "#!/nowhere/perl -w\n",
            "/opt/app", "dir",
            "here", "#!/bin/sh\n"));

    static {
        POSIX.put("/opt/app/notes.txt", "#!/bin/sh\n");
        POSIX.put("/opt/app/shell", "#!/bin/sh -e\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "python3             | -",
                "/opt/app/run.py     | -",
                "/opt/app/shell      | -",
                "/bin/sh             | -",
                "ruby                | error: 'ruby' is not on the PATH; install it or write its path",
                "here                | error: 'here' is not on the PATH; to start the file in the working directory, write"
                        + " ./here",
                "/opt/app            | error: '/opt/app' is a directory, not a program",
                "/opt/none           | error: '/opt/none' does not exist; write the path of the processor's program",
                "/opt/app/notes.txt  | error: '/opt/app/notes.txt' is not executable; run chmod +x on it, or start it with"
                        + " its interpreter, as in: python3 /opt/app/notes.txt",
                "/opt/app/bare       | warning: '/opt/app/bare' has no #! line, so /bin/sh runs it; write the interpreter"
                        + " into its first line, as #!/usr/bin/env python3",
                "/opt/app/dos.py     | error: '/opt/app/dos.py' has CR LF line ends, so its interpreter is not found;"
                        + " convert it to LF line ends",
                "/opt/app/ruby.rb    | error: '/opt/app/ruby.rb' needs the interpreter 'ruby', which is not on the PATH",
                "/opt/app/odd        | error: '/opt/app/odd' needs the interpreter '/nowhere/perl', which does not exist"
            })
    void posixFindsAProgramAndItsInterpreter(String program, String expected) {
        ProgramLookup lookup = new PosixPrograms("/usr/bin:/bin", new FakeDisk(POSIX, false));

        assertThat(lookup.check(program).map(ProgramLookupTest::text).orElse(null))
                .isEqualTo(expected);
    }

    private static final Map<String, String> WINDOWS = Map.of(
            "C:\\Program Files\\nodejs\\node.exe", "MZ",
            "C:\\Program Files\\nodejs\\npm.cmd", "@echo",
            "C:\\tools\\v1.2\\app.exe", "MZ",
            "local.exe", "MZ",
            "C:\\tools", "dir");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "node                     | -",
                "node.exe                 | -",
                "NODE                     | -",
                "npm.cmd                  | -",
                "local                    | -",
                "C:\\tools\\v1.2\\app     | -",
                "C:/tools                 | error: 'C:/tools' does not exist; write the path of the processor's program",
                "C:\\tools                | error: 'C:\\tools' is a directory, not a program",
                "npm                      | error: 'npm' is not a program, but npm.CMD is: write the name with its extension",
                "python                   | error: 'python' is not on the PATH; install it or write its path",
                "C:\\none\\app.exe        | error: 'C:\\none\\app.exe' does not exist; write the path of the processor's"
                        + " program"
            })
    void windowsFindsAProgramByItsOwnRules(String program, String expected) {
        ProgramLookup lookup = new WindowsPrograms(
                Map.of("Path", "C:\\Windows;\"C:\\Program Files\\nodejs\"", "PATHEXT", ".COM;.EXE;.BAT;.CMD"),
                new FakeDisk(WINDOWS, true));

        assertThat(lookup.check(program).map(ProgramLookupTest::text).orElse(null))
                .isEqualTo(expected);
    }

    private static String text(ProgramFinding finding) {
        return (finding.fatal() ? "error: " : "warning: ") + finding.message();
    }
}
