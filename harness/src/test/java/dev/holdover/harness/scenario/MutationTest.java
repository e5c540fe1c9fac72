package dev.holdover.harness.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever happens to a file on its way: it loads, or one line says what is wrong with it. */
class MutationTest {
    private static final int CASES = 5_000;
    private static final Pattern ONE_LINE = Pattern.compile("^.+:\\d+:\\d+: .+");

    /** Characters that mean something in YAML, and some that must not be there. */
    private static final String SIGNIFICANT = " \n\t:-,.[]{}&*!|>'\"%@`#?\\0159abnseo=~<\r\u0000\u0085\u2028\uFEFF";

    @Test
    void aMutatedFileLoadsOrIsRefusedWithOneLine() {
        Path file = Path.of("mutated.yaml");
        int refused = 0;
        for (int seed = 0; seed < CASES; seed++) {
            byte[] mutated = mutate(seed);
            try {
                ScenarioFile.load(file, mutated, TestWords.VOCABULARY, List.of());
            } catch (ScenarioException e) {
                refused++;
                String message = e.problems().get(0);
                assertTrue(ONE_LINE.matcher(message).matches(), () -> "message: " + message);
            } catch (RuntimeException e) {
                fail("seed " + seed + ":\n" + new String(mutated, StandardCharsets.UTF_8), e);
            }
        }
        // Otherwise the mutations miss what is checked, or the checks miss the mutations.
        assertTrue(refused > CASES / 2 && refused < CASES, "refused: " + refused);
    }

    private static byte[] mutate(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(ScenarioFileTest.FULL);
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(text.length());
            int length = random.nextInt(1, random.nextInt(5) == 0 ? 60 : 3);
            int end = Math.min(text.length(), at + length);
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                case 2 -> text.setCharAt(at, SIGNIFICANT.charAt(random.nextInt(SIGNIFICANT.length())));
                case 3 -> text.insert(at, SIGNIFICANT.charAt(random.nextInt(SIGNIFICANT.length())));
                default -> text.setCharAt(at, (char) random.nextInt('!', '~'));
            }
            if (text.length() < 2) {
                return text.toString().getBytes(StandardCharsets.UTF_8);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(20)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                yield bytes;
            }
            default -> bytes;
        };
    }
}
