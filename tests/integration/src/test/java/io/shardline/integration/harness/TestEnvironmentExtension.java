package io.shardline.integration.harness;

import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test its {@link TestEnvironment}, all of them on one stack but for {@link OwnStack}, and prints the daemons' logs when
 * the test fails. Where {@code @BeforeAll} takes the environment, the class has one for all its tests.
 */
public final class TestEnvironmentExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace SPACE = Namespace.create(TestEnvironmentExtension.class);

    /** The stack of the whole run, closed by JUnit at its end. */
    private record Stack(KinesisUnderTest underTest, AwsClients clients) implements AutoCloseable {
        static Stack start() {
            KinesisUnderTest underTest = KinesisUnderTest.start();
            return new Stack(underTest, AwsClients.of(underTest));
        }

        @Override
        public void close() {
            clients.close();
            underTest.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestEnvironment.class;
    }

    @Override
    public TestEnvironment resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Stack stack = stackFor(context);
        TestEnvironment environment = new TestEnvironment(nameFor(context), stack.underTest(), stack.clients());
        context.getStore(SPACE).put(TestEnvironment.class, environment);
        return environment;
    }

    private static Stack stackFor(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        if (!testClass.isAnnotationPresent(OwnStack.class)) {
            return stackOf(context.getRoot(), "for all");
        }
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return stackOf(ofClass, testClass.getName());
    }

    private static Stack stackOf(ExtensionContext owner, String key) {
        return owner.getStore(SPACE).computeIfAbsent(key, name -> Stack.start(), Stack.class);
    }

    /** The test's name as a stream's and a table's name may be, with the number of a repetition. */
    private static String nameFor(ExtensionContext context) {
        String repetition = context.getUniqueId().replaceAll(".*invocation:#(\\d+)]$", "-$1");
        String name = context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "-" + method.getName()).orElse("")
                + (repetition.equals(context.getUniqueId()) ? "" : repetition);
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestEnvironment environment = context.getStore(SPACE).get(TestEnvironment.class, TestEnvironment.class);
        if (environment != null) {
            // The store closes the environment afterwards.
            context.getExecutionException().ifPresent(failure -> System.err.println(environment.logs()));
        }
    }
}
