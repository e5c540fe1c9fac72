package dev.holdover.model.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.testing.EventLoop;
import dev.holdover.model.testing.Rng;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The link: what arrives, when, and in which order. */
class PcieLinkTest {
    private static final long LATENCY_NS = 400;

    private final EventLoop loop = new EventLoop();
    private final List<String> arrived = new ArrayList<>();
    private final PcieLink link = link(4);

    private PcieLink link(int capacity) {
        Component[] self = new Component[1];
        Completer completer = new Completer() {
            @Override
            public void write(int bar, long offset, byte[] from, int at, int length) {
                arrived.add(loop.nowNs() + " write " + bar + ":" + offset + " "
                        + Arrays.toString(Arrays.copyOfRange(from, at, at + length)));
            }

            @Override
            public Completion read(int bar, long offset, byte[] into, int at, int length) {
                arrived.add(loop.nowNs() + " read " + bar + ":" + offset);
                Arrays.fill(into, at, at + length, (byte) 7);
                return Completion.SUCCESS;
            }
        };
        PcieLink made = new PcieLink(
                loop.schedulerFor(self),
                completer,
                (address, data) -> arrived.add(loop.nowNs() + " message " + address + " " + data),
                capacity,
                LATENCY_NS,
                50_000);
        self[0] = made;
        return made;
    }

    private void post(int tag, long sentNs) {
        link.post(2, tag, new byte[] {0, (byte) tag, 9}, 1, 1, sentNs);
    }

    @Test
    void aPostedWriteArrivesAfterTheLatencyWithItsBytes() {
        byte[] bytes = {1, 2, 3};
        link.post(2, 40, bytes, 1, 2, 100);
        bytes[1] = 99;
        loop.runUntil(499);
        assertEquals(List.of(), arrived);
        loop.runUntil(500);
        assertEquals(List.of("500 write 2:40 [2, 3]"), arrived);
    }

    @Test
    void noPostedWritePassesAnother() {
        post(1, 300);
        post(2, 100);
        loop.runUntil(10_000);
        assertEquals(List.of("700 write 2:1 [1]", "700 write 2:2 [2]"), arrived);
    }

    @Test
    void aReadPushesTheWritesBeforeIt() {
        post(1, 1_000);
        assertEquals(1_000 + LATENCY_NS, link.readArrivesNs(200));
        assertEquals(2_000 + LATENCY_NS, link.readArrivesNs(2_000));
        loop.runUntil(link.readArrivesNs(200));
        byte[] into = new byte[4];
        assertEquals(Completion.SUCCESS, link.read(0, 8, into, 1, 2));
        assertEquals(List.of("1400 write 2:1 [1]", "1400 read 0:8"), arrived);
        assertEquals(List.of((byte) 0, (byte) 7, (byte) 7, (byte) 0), List.of(into[0], into[1], into[2], into[3]));
    }

    @Test
    void creditRunsOutAndComesBackWithEachArrival() {
        for (int i = 0; i < 4; i++) {
            assertTrue(link.hasCredit());
            post(i, i * 10L);
        }
        assertFalse(link.hasCredit());
        assertThrows(IllegalStateException.class, () -> post(4, 40));
        assertEquals(LATENCY_NS, link.firstArrivalNs());
        loop.runUntil(link.firstArrivalNs());
        assertTrue(link.hasCredit());
        assertEquals(LATENCY_NS + 10, link.firstArrivalNs());
    }

    @Test
    void aLinkThatGoesDownLosesWhatIsUnderWay() {
        post(1, 0);
        link.message(5, 6);
        loop.runUntil(100);
        link.down();
        assertFalse(link.up());
        post(2, 100);
        link.message(7, 8);
        byte[] into = new byte[2];
        assertEquals(Completion.TIMEOUT, link.read(0, 0, into, 0, 2));
        assertEquals(List.of((byte) -1, (byte) -1), List.of(into[0], into[1]));
        link.train();
        post(3, 100);
        link.message(9, -1);
        loop.runUntil(10_000);
        assertEquals(List.of("500 write 2:3 [3]", "500 message 9 -1"), arrived);
    }

    @Test
    void messagesKeepTheirOrder() {
        link.message(1, 10);
        loop.runUntil(5);
        link.message(2, 20);
        link.message(3, 30);
        loop.runUntil(10_000);
        assertEquals(List.of("400 message 1 10", "405 message 2 20", "405 message 3 30"), arrived);
    }

    @Test
    void whateverIsSentArrivesOnceAndInOrder() {
        for (long seed = 1; seed <= 20; seed++) {
            Rng rng = new Rng(seed);
            arrived.clear();
            int sent = 0;
            for (int step = 0; step < 200; step++) {
                if (rng.below(3) > 0 && link.hasCredit()) {
                    post(sent++ & 0x7f, loop.nowNs() + rng.below(500));
                } else {
                    loop.runFor(rng.below(300));
                }
            }
            loop.runFor(10_000);
            assertEquals(sent, arrived.size(), "seed " + seed);
            for (int i = 0; i < sent; i++) {
                assertTrue(arrived.get(i).endsWith("[" + (i & 0x7f) + "]"), "seed " + seed);
            }
        }
    }

    /** Memory of 64 KiB from bus address 0 on. */
    private HostMemory memory() {
        return new HostMemory() {
            @Override
            public boolean maps(long address, int length) {
                return address >= 0 && address + length <= 65_536;
            }

            @Override
            public void write(long address, byte[] from, int at, int length) {
                arrived.add(loop.nowNs() + " stored " + address + " " + length);
            }

            @Override
            public void read(long address, byte[] into, int at, int length) {
                arrived.add(loop.nowNs() + " loaded " + address + " " + length);
                Arrays.fill(into, at, at + length, (byte) 5);
            }
        };
    }

    private void answered(long tag, Completion how, byte[] data, int length) {
        arrived.add(loop.nowNs() + " answered " + tag + " " + how + " " + data[0]);
    }

    @Test
    void aMessageIsNotThereBeforeWhatWasWrittenBeforeItAndDmaTakesItsBandwidth() {
        link.memory(memory());
        link.dmaWrite(0, new byte[4096], 0, 4096);
        link.dmaWrite(4096, new byte[4096], 0, 4096);
        link.message(1, 2);
        loop.runUntil(100_000);
        assertEquals(List.of("1440 stored 0 4096", "2480 stored 4096 4096", "2480 message 1 2"), arrived);
    }

    @Test
    void aDmaReadGoesBehindWhatWasWrittenBeforeItAndComesBackBehindTheHostsWrites() {
        link.memory(memory());
        link.dmaWrite(0, new byte[4096], 0, 4096);
        link.dmaRead(0, 64, this::answered, 9);
        post(1, 5_000);
        loop.runUntil(100_000);
        assertEquals(
                List.of("1440 stored 0 4096", "1440 loaded 0 64", "5400 write 2:1 [1]", "5400 answered 9 SUCCESS 5"),
                arrived);
    }

    @Test
    void aDmaReadOfWhatIsNotMappedIsAnUnsupportedRequestAndAWriteVanishes() {
        link.memory(memory());
        link.dmaWrite(65_000, new byte[4096], 0, 4096);
        link.dmaRead(65_536, 64, this::answered, 9);
        loop.runUntil(100_000);
        assertEquals(List.of("1840 answered 9 UNSUPPORTED_REQUEST 0"), arrived);
    }

    @Test
    void whatIsDroppedOrOnALinkThatGoesDownArrivesNowhere() {
        link.memory(memory());
        link.dmaWrite(0, new byte[64], 0, 64);
        link.dmaRead(0, 64, this::answered, 1);
        link.dropDma();
        loop.runUntil(10_000);
        link.dmaRead(0, 64, this::answered, 2);
        loop.runUntil(10_500);
        link.down();
        link.dmaWrite(0, new byte[64], 0, 64);
        link.train();
        loop.runUntil(100_000);
        assertEquals(List.of("10400 loaded 0 64"), arrived);
    }

    @Test
    void theCompletionOfAReadComesBehindWhatTheCardWroteBefore() {
        link.memory(memory());
        assertEquals(400, link.completionArrivesNs(0));
        link.dmaWrite(0, new byte[4096], 0, 4096);
        assertEquals(1_440, link.completionArrivesNs(0));
    }
}
