package dev.holdover.model.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NVRAM stores, and the trigger between any two of them. */
class NvramTest {
    private static final int WORDS = 6;

    private final List<String> stored = new ArrayList<>();
    private final Nvram nvram = new Nvram(256, (by, offset, length) -> stored.add(by + " " + offset + "+" + length));

    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static byte[] source() {
        byte[] bytes = new byte[WORDS * 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }

    @Test
    void aBulkPutIsCutBeforeEveryWord() {
        for (int at = 0; at < WORDS; at++) {
            Nvram fresh = new Nvram(256, (by, offset, length) -> {});
            fresh.beforeStore(at, () -> {
                throw new Cut();
            });
            assertThrows(Cut.class, () -> fresh.put(64, source(), 0, WORDS * 8));
            assertEquals(at, fresh.cardStores());
            assertWords(fresh, at);
        }
    }

    @Test
    void aCopyIsCutBeforeEveryWord() {
        for (int at = 0; at < WORDS; at++) {
            Nvram fresh = new Nvram(256, (by, offset, length) -> {});
            fresh.putFromHost(128, source(), 0, WORDS * 8);
            fresh.beforeStore(at, () -> {
                throw new Cut();
            });
            assertThrows(Cut.class, () -> fresh.copy(128, 64, WORDS * 8));
            assertWords(fresh, at);
        }
    }

    private static void assertWords(Nvram nvram, int whole) {
        Nvram reference = new Nvram(256, (by, offset, length) -> {});
        reference.putFromHost(0, source(), 0, WORDS * 8);
        for (int word = 0; word < WORDS; word++) {
            assertEquals(
                    word < whole ? reference.getLong(word * 8L) : 0, nvram.getLong(64 + word * 8L), "word " + word);
        }
        assertEquals(0, nvram.getLong(56));
        assertEquals(0, nvram.getLong(64 + WORDS * 8L));
    }

    @Test
    void aTriggerThatDoesNotThrowLetsTheStoreGoOnAndMaySetTheNext() {
        List<Long> reached = new ArrayList<>();
        nvram.beforeStore(1, () -> {
            reached.add(nvram.getLong(64 + 8));
            nvram.beforeStore(4, () -> reached.add(nvram.getLong(64 + 24)));
        });
        nvram.put(64, source(), 0, WORDS * 8);
        assertEquals(List.of(0L, 0x201f1e1d1c1b1a19L), reached);
        assertWords(nvram, WORDS);
        assertEquals(WORDS, nvram.cardStores());
    }

    @Test
    void aTriggerIsPulledOnceByAWordStoreToo() {
        nvram.putLong(0, 1);
        int[] pulled = new int[1];
        nvram.beforeStore(nvram.cardStores(), () -> {
            pulled[0]++;
            assertEquals(1, nvram.getLong(0));
        });
        nvram.putLong(0, 2);
        nvram.putLong(0, 3);
        assertEquals(1, pulled[0]);
        assertEquals(3, nvram.getLong(0));
    }

    @Test
    void everyStoreIsToldToTheTapWithItsSide() {
        nvram.putLong(8, 1);
        nvram.put(16, source(), 0, 16);
        nvram.putFromHost(3, source(), 0, 5);
        nvram.copy(16, 64, 8);
        assertEquals(List.of("CARD 8+8", "CARD 16+16", "HOST 3+5", "CARD 64+8"), stored);
    }

    @Test
    void whatIsLostIsNoiseAndNeverZeros() {
        nvram.lose();
        for (int at = 0; at < 256; at += 8) {
            assertNotEquals(0, nvram.getLong(at));
        }
        assertNotEquals(nvram.getLong(0), nvram.getLong(8));
    }

    @Test
    void theChecksumIsCrc32c() {
        byte[] digits = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        nvram.putFromHost(5, digits, 0, 9);
        assertEquals(0xE3069283, nvram.crc32c(5, 9));
    }
}
