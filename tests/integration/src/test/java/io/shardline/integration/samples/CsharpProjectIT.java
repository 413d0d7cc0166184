package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What can be said of the C# sample's project without {@code dotnet}, where mono compiles its sources instead. */
class CsharpProjectIT {
    private static final Path FOLDER = Repository.path("sample-processors/csharp");

    @Test
    void theProcessorIsForDotNet8AndLaterAndNeedsNoPackage() throws Exception {
        Document project = read("WordCount.csproj");

        assertThat(texts(project, "TargetFramework")).containsExactly("net8.0");
        assertThat(texts(project, "RollForward")).containsExactly("Major");
        assertThat(elements(project, "PackageReference")).isEmpty();
    }

    @Test
    void itIsMadeOfTheFilesThatMonoCompiles() throws Exception {
        List<String> compiled = elements(read("WordCount.csproj"), "Compile").stream()
                .map(element -> element.getAttribute("Include"))
                .toList();

        assertThat(compiled).containsExactlyInAnyOrderElementsOf(sources());
    }

    @Test
    void theProducerNamesTheAwsSdk() throws Exception {
        Document project = read("put_words/PutWords.csproj");

        assertThat(texts(project, "TargetFramework")).containsExactly("net8.0");
        assertThat(elements(project, "PackageReference"))
                .singleElement()
                .satisfies(
                        element -> assertThat(element.getAttribute("Include")).isEqualTo("AWSSDK.Kinesis"));
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".cs"))
                    .toList();
        }
    }

    private static Document read(String project) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(FOLDER.resolve(project).toFile());
    }

    private static List<String> texts(Document document, String tag) {
        return elements(document, tag).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Document document, String tag) {
        NodeList found = document.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
