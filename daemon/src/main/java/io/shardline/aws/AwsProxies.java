package io.shardline.aws;

import io.shardline.config.aws.AwsSettings;
import io.shardline.config.aws.ProxySettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;

/**
 * The HTTP proxies: the key {@code http.proxyHost}, else the JVM's properties ({@code https.proxyHost}, ...), else the
 * environment ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code NO_PROXY}, in upper or lower case).
 *
 * <p>The SDK's netty client reads them too, but only the proxy for {@code http://} (ProxyConfiguration, AWS SDK 2.41: its
 * scheme is "http" unless set), so HTTPS_PROXY would not apply to calls to AWS. Loopback addresses are never called
 * through a proxy, as in Java.
 */
final class AwsProxies {

    private static final Pattern COMMA = Pattern.compile("[,\\s]+");
    private static final Pattern BAR = Pattern.compile("\\|");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127\\..*", "\\[::1\\]");

    private final Optional<ProxySettings> settings;
    private final Map<String, String> environment;
    private final Properties properties;

    AwsProxies(Optional<ProxySettings> settings, Map<String, String> environment, Properties properties) {
        this.settings = settings;
        this.environment = environment;
        this.properties = properties;
    }

    /** {@return the proxies of the configuration, else of this process} */
    static AwsProxies of(AwsSettings aws) {
        return new AwsProxies(aws.proxy(), System.getenv(), System.getProperties());
    }

    /** {@return the proxy for endpoints of this scheme; without a host if there is none} */
    ProxyConfiguration forScheme(String scheme) {
        ProxyConfiguration.Builder proxy =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        proxyFor(scheme).ifPresent(found -> {
            proxy.scheme(found.getScheme()).host(found.getHost()).port(portOf(found));
            user(found, scheme).ifPresent(proxy::username);
            password(found, scheme).ifPresent(proxy::password);
            proxy.nonProxyHosts(exceptions());
        });
        return proxy.build();
    }

    /**
     * Copies HTTPS_PROXY to the JVM's properties, unless they are set. The clients that the SDK's default credentials chain
     * creates for itself use only those.
     */
    void applyToJvm() {
        if (properties.containsKey("https.proxyHost")) {
            return;
        }
        proxyFor("https").ifPresent(proxy -> {
            properties.setProperty("https.proxyHost", proxy.getHost());
            properties.setProperty("https.proxyPort", Integer.toString(portOf(proxy)));
            if (!properties.containsKey("http.nonProxyHosts")) {
                properties.setProperty("http.nonProxyHosts", String.join("|", wildcards()));
            }
        });
    }

    private Optional<URI> proxyFor(String scheme) {
        if (settings.isPresent()) {
            return parse(settings.get().host() + ":" + settings.get().port());
        }
        String host = properties.getProperty(scheme + ".proxyHost", "");
        if (!host.isBlank()) {
            String port = properties.getProperty(scheme + ".proxyPort", scheme.equals("https") ? "443" : "80");
            return parse("http://" + host.strip() + ":" + port.strip());
        }
        return variable(scheme + "_proxy").flatMap(AwsProxies::parse);
    }

    private static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            return Optional.of(uri).filter(proxy -> proxy.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static int portOf(URI proxy) {
        if (proxy.getPort() >= 0) {
            return proxy.getPort();
        }
        return "https".equalsIgnoreCase(proxy.getScheme()) ? 443 : 80;
    }

    private Optional<String> user(URI proxy, String scheme) {
        return userInfo(proxy, 0).or(() -> Optional.ofNullable(properties.getProperty(scheme + ".proxyUser")));
    }

    private Optional<String> password(URI proxy, String scheme) {
        return userInfo(proxy, 1).or(() -> Optional.ofNullable(properties.getProperty(scheme + ".proxyPassword")));
    }

    private static Optional<String> userInfo(URI proxy, int part) {
        String[] parts = proxy.getUserInfo() == null
                ? new String[0]
                : Pattern.compile(":").split(proxy.getUserInfo(), 2);
        return part < parts.length ? Optional.of(parts[part]) : Optional.empty();
    }

    /** {@return hosts without a proxy, as the regular expressions that the netty client expects} */
    private Set<String> exceptions() {
        Set<String> patterns = new HashSet<>(LOOPBACK);
        String fromJvm = properties.getProperty("http.nonProxyHosts");
        if (fromJvm != null) {
            BAR.splitAsStream(fromJvm)
                    .filter(host -> !host.isBlank())
                    .map(host -> wildcardToRegex(host.strip()))
                    .forEach(patterns::add);
        } else {
            noProxy().forEach(host -> {
                patterns.add(wildcardToRegex(host));
                patterns.add(wildcardToRegex("*." + host));
            });
        }
        return patterns;
    }

    /** {@return NO_PROXY in the syntax of the JVM's property} */
    private List<String> wildcards() {
        List<String> wildcards = new ArrayList<>(List.of("localhost", "127.*", "[::1]"));
        for (String host : noProxy()) {
            wildcards.add(host);
            wildcards.add("*." + host);
        }
        return wildcards;
    }

    /** {@return the domain names in NO_PROXY, which include their subdomains, without ports} */
    private List<String> noProxy() {
        return variable("no_proxy").stream()
                .flatMap(COMMA::splitAsStream)
                .map(host -> host.replaceFirst("^\\*?\\.", "").replaceFirst(":[0-9]+$", ""))
                .filter(host -> !host.isBlank())
                .toList();
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static String wildcardToRegex(String wildcard) {
        return Pattern.quote(wildcard.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
    }
}
