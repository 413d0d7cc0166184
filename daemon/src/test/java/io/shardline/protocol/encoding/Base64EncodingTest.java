package io.shardline.protocol.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways of encoding give the same digits, the JDK's own, wherever the bytes come from and the digits go. */
class Base64EncodingTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void encodesEveryLengthAndEveryByte(boolean byJdk) {
        Base64Encoding encoding = new Base64Encoding(byJdk);
        Random random = new Random(8);
        for (int count = 0; count < 700; count++) {
            byte[] bytes = new byte[count + 5];
            random.nextBytes(bytes);
            byte[] digits = new byte[Base64Encoding.digits(count) + 9];
            Arrays.fill(digits, (byte) '.');

            int end = encoding.encode(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), 3, count, digits, 4);

            String expected = Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, 3, 3 + count));
            assertThat(new String(digits, StandardCharsets.US_ASCII))
                    .as("%d bytes", count)
                    .isEqualTo("...." + expected + ".....");
            assertThat(end).isEqualTo(4 + expected.length());
        }
    }
}
