package dev.holdover.model.card;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.bus.Completion;
import dev.holdover.model.bus.HostMemory;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.Disk;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskPort;
import dev.holdover.model.disk.DiskSpec;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.disk.DiskTap;
import dev.holdover.model.disk.NvmeStatus;
import dev.holdover.model.layout.NvmeQueue;
import dev.holdover.model.layout.Words;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A disk under the control of the host, as its registers and queues show it. */
class DiskControllerTest {
    private static final int SLOT = 2;
    private static final long BASE = 0x8000_0000L;
    private static final int CQ_AT = 0x1000;
    private static final int DATA_AT = 0x2000;
    private static final int ENTRIES = 4;
    private static final int BLOCK = 512;

    private final CardRig rig = CardRig.running();
    private final byte[] memory = new byte[0x2_0000];
    private final List<Long> stored = new ArrayList<>();
    private final Disk disk;
    private int tail;
    private int head;
    private boolean phase = true;

    DiskControllerTest() {
        Component[] to = new Component[1];
        DiskSpec spec = new DiskSpec(new DiskGeometry(BLOCK, BLOCK, 1000, 8), 10_000, 10_000, 500_000_000, false, 1);
        disk = new Disk(spec, rig.loop.schedulerFor(to), (low, high) -> high, DiskTap.NONE);
        to[0] = disk;
        rig.link.memory(new Memory());
        rig.link.train();
        rig.card.daughters().strap(SLOT, Side.HOST);
        rig.card.daughters().insert(SLOT, new Card(disk));
        openGate();
        unmask();
        enable(ENTRIES);
    }

    /** The host's memory: what lies behind the array is mapped to nothing. */
    private final class Memory implements HostMemory {
        @Override
        public boolean maps(long address, int length) {
            return address >= BASE && address + length <= BASE + memory.length;
        }

        @Override
        public void write(long address, byte[] from, int at, int length) {
            stored.add(rig.loop.nowNs());
            System.arraycopy(from, at, memory, (int) (address - BASE), length);
        }

        @Override
        public void read(long address, byte[] into, int at, int length) {
            System.arraycopy(memory, (int) (address - BASE), into, at, length);
        }
    }

    /** A disk with one port as a daughter card. */
    private record Card(Disk its) implements DaughterCard {
        @Override
        public long drawMw() {
            return DiskSpec.TYPICAL_MW;
        }

        @Override
        public DaughterType type() {
            return DaughterType.DISK;
        }

        @Override
        public boolean answers() {
            return its.port(0).present();
        }

        @Override
        public void power(boolean on) {
            its.power(on);
        }

        @Override
        public void reset() {
            its.port(0).reset();
        }

        @Override
        public Optional<DiskPort> disk() {
            return Optional.of(its.port(0));
        }
    }

    private void openGate() {
        rig.card.write(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 1));
    }

    private void unmask() {
        byte[] zero = new byte[4];
        for (int vector = 0; vector < 8; vector++) {
            rig.card.bridge().write(Bar.MSIX, vector * 16L + 12, zero, 0, 4);
        }
        rig.hostWrite(Register.INT_MASK_CLR, Field.INT_DISK.mask());
    }

    private void enable(int completions) {
        long sizes = DaughterField.QSIZE_SQ.set(0, 31);
        write(DaughterRegister.NVME_QSIZE, DaughterField.QSIZE_CQ.set(sizes, completions - 1));
        write(DaughterRegister.NVME_SQ_BASE, BASE);
        write(DaughterRegister.NVME_CQ_BASE, BASE + CQ_AT);
        write(DaughterRegister.NVME_CC, DaughterField.CC_EN.mask());
    }

    private void write(DaughterRegister register, long value) {
        byte[] bytes = new byte[8];
        Words.putLong(bytes, 0, value);
        rig.card.bridge().write(Bar.DAUGHTER, register.offset(SLOT), bytes, 0, register.width());
    }

    private Completion read(DaughterRegister register, int slot, byte[] into) {
        return rig.card.bridge().read(Bar.DAUGHTER, register.offset(slot), into, 0, register.width());
    }

    private long read(DaughterRegister register) {
        byte[] bytes = new byte[8];
        read(register, SLOT, bytes);
        return Words.getLong(bytes, 0);
    }

    /** Puts a command into the queue, with one block of data at {@code dataAt} of the host's memory. */
    private void put(int opcode, int id, long block, long dataAt) {
        byte[] entry = new byte[NvmeQueue.COMMAND_BYTES];
        NvmeQueue.command(entry, opcode, id, 0, block, 1, false);
        NvmeQueue.data(entry, BASE + dataAt, BLOCK);
        put(entry);
    }

    private void put(byte[] entry) {
        System.arraycopy(entry, 0, memory, tail * NvmeQueue.COMMAND_BYTES, entry.length);
        tail = (tail + 1) % 32;
        write(DaughterRegister.NVME_SQ_TAIL, tail);
    }

    private void put(DiskOpcode opcode, int id, long block, long dataAt) {
        put(opcode.number(), id, block, dataAt);
    }

    /** Takes completions as a driver does: "id status". */
    private List<String> reap() {
        List<String> found = new ArrayList<>();
        byte[] entry = new byte[NvmeQueue.COMPLETION_BYTES];
        while (true) {
            System.arraycopy(memory, CQ_AT + head * entry.length, entry, 0, entry.length);
            if (NvmeQueue.phase(entry) != phase) {
                break;
            }
            found.add(NvmeQueue.doneId(entry) + " " + NvmeStatus.of(NvmeQueue.status(entry)));
            head = (head + 1) % ENTRIES;
            phase ^= head == 0;
        }
        write(DaughterRegister.NVME_CQ_HEAD, head);
        return found;
    }

    private List<String> reapLater() {
        rig.loop.runFor(CardRig.MS);
        return reap();
    }

    private byte[] block(int value) {
        byte[] bytes = new byte[BLOCK];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private byte[] medium(long lba) {
        byte[] bytes = new byte[BLOCK];
        disk.readMedium(lba, bytes, 0);
        return bytes;
    }

    private void fill(int at, int value) {
        Arrays.fill(memory, at, at + BLOCK, (byte) value);
    }

    @Test
    void aBlockThatWasWrittenIsReadBackByDma() {
        fill(DATA_AT, 7);
        put(DiskOpcode.WRITE, 1, 5, DATA_AT);
        assertEquals(List.of("1 SUCCESS"), reapLater());
        assertArrayEquals(block(7), medium(5));
        rig.hostWrite(Register.INT_ACK, Field.INT_DISK.mask());
        put(DiskOpcode.READ, 2, 5, DATA_AT + 0x4000);
        assertEquals(List.of("2 SUCCESS"), reapLater());
        assertArrayEquals(block(7), Arrays.copyOfRange(memory, DATA_AT + 0x4000, DATA_AT + 0x4000 + BLOCK));
        assertEquals(2, rig.heard("msi").size());
    }

    @Test
    void dataThatCrossesPagesArrivesWhole() {
        byte[] entry = new byte[NvmeQueue.COMMAND_BYTES];
        int length = 40 * BLOCK;
        int from = DATA_AT + 0x0f0c;
        for (int i = 0; i < length; i++) {
            memory[from + i] = (byte) (i * 31 >>> 3);
        }
        NvmeQueue.command(entry, DiskOpcode.WRITE.number(), 1, 0, 100, 40, true);
        NvmeQueue.data(entry, BASE + from, length);
        put(entry);
        assertEquals(List.of("1 SUCCESS"), reapLater());
        int into = DATA_AT + 0x8004;
        NvmeQueue.command(entry, DiskOpcode.READ.number(), 2, 0, 100, 40, false);
        NvmeQueue.data(entry, BASE + into, length);
        put(entry);
        assertEquals(List.of("2 SUCCESS"), reapLater());
        assertArrayEquals(
                Arrays.copyOfRange(memory, from, from + length), Arrays.copyOfRange(memory, into, into + length));
    }

    @Test
    void aReservationIsKeptByTheDiskAndRefusesAnOlderEpoch() {
        byte[] entry = new byte[NvmeQueue.COMMAND_BYTES];
        NvmeQueue.command(entry, DiskOpcode.RESERVE.number(), 1, 9, 0, 1, false);
        put(entry);
        assertEquals(List.of("1 SUCCESS"), reapLater());
        assertEquals(9, disk.keptEpoch());
        NvmeQueue.command(entry, DiskOpcode.WRITE_ZEROES.number(), 2, 8, 3, 1, false);
        put(entry);
        assertEquals(List.of("2 RESERVATION_CONFLICT"), reapLater());
    }

    @Test
    void whatItCanNotUseEndsWithAnErrorAndTheNextCommandRuns() {
        put(0x7f, 1, 0, DATA_AT);
        byte[] entry = new byte[NvmeQueue.COMMAND_BYTES];
        NvmeQueue.command(entry, DiskOpcode.READ.number(), 2, 0, 0, 1, false);
        put(entry);
        assertEquals(List.of("1 INVALID_OPCODE", "2 INVALID_FIELD"), reapLater());
        NvmeQueue.data(entry, BASE + DATA_AT, 2 * BLOCK);
        put(entry);
        NvmeQueue.command(entry, DiskOpcode.READ.number(), 3, 0, 0, 129, false);
        NvmeQueue.data(entry, BASE + DATA_AT, 129 * BLOCK);
        put(entry);
        assertEquals(List.of("2 SGL_LENGTH_INVALID", "3 INVALID_FIELD"), reapLater());
        put(DiskOpcode.READ, 4, 1000, DATA_AT);
        put(DiskOpcode.READ, 5, 999, DATA_AT);
        assertEquals(List.of("4 LBA_OUT_OF_RANGE", "5 SUCCESS"), reapLater());
    }

    @Test
    void dataAtAnAddressThatIsMappedToNothingIsATransferErrorAndInAer() {
        put(DiskOpcode.WRITE, 1, 5, memory.length);
        assertEquals(List.of("1 DATA_TRANSFER_ERROR"), reapLater());
        assertTrue(Field.AER_UNSUPPORTED_REQUEST.in(rig.read(Register.AER_STATUS)));
        assertArrayEquals(block(0), medium(5));
        rig.hostWrite(Register.AER_STATUS, -1);
        put(DiskOpcode.READ, 2, 5, memory.length - BLOCK + 1);
        assertEquals(List.of("2 DATA_TRANSFER_ERROR"), reapLater());
        assertTrue(Field.AER_UNSUPPORTED_REQUEST.in(rig.read(Register.AER_STATUS)));
    }

    @Test
    void aQueueThatIsMappedToNothingIsFatalUntilAReset() {
        write(DaughterRegister.NVME_CC, 0);
        write(DaughterRegister.NVME_SQ_BASE, BASE - 4096);
        write(DaughterRegister.NVME_CC, DaughterField.CC_EN.mask());
        write(DaughterRegister.NVME_SQ_TAIL, 1);
        rig.loop.runFor(CardRig.MS);
        assertTrue(DaughterField.CSTS_CFS.in(read(DaughterRegister.NVME_CSTS)));
        write(DaughterRegister.NVME_CC, 0);
        enable(ENTRIES);
        assertFalse(DaughterField.CSTS_CFS.in(read(DaughterRegister.NVME_CSTS)));
        put(DiskOpcode.READ, 1, 5, DATA_AT);
        assertEquals(List.of("1 SUCCESS"), reapLater());
    }

    @Test
    void completionsWaitWhileTheirQueueIsFullAndThePhaseTurnsEachRound() {
        List<String> found = new ArrayList<>();
        for (int id = 0; id < 20; id++) {
            put(DiskOpcode.READ, id, id, DATA_AT);
        }
        List<Integer> each = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            List<String> some = reapLater();
            each.add(some.size());
            found.addAll(some);
        }
        assertEquals(20, found.stream().distinct().count(), found.toString());
        assertTrue(each.stream().allMatch(size -> size < ENTRIES), each.toString());
    }

    @Test
    void aHeadThatLeavesCompletionsBehindRaisesTheCauseAgain() {
        put(DiskOpcode.READ, 1, 5, DATA_AT);
        put(DiskOpcode.READ, 2, 5, DATA_AT);
        rig.loop.runFor(CardRig.MS);
        rig.hostWrite(Register.INT_ACK, Field.INT_DISK.mask());
        rig.loop.runFor(CardRig.MS);
        int before = rig.heard("msi").size();
        write(DaughterRegister.NVME_CQ_HEAD, 1);
        rig.loop.runFor(CardRig.MS);
        assertEquals(before + 1, rig.heard("msi").size());
        rig.hostWrite(Register.INT_ACK, Field.INT_DISK.mask());
        write(DaughterRegister.NVME_CQ_HEAD, 2);
        rig.loop.runFor(CardRig.MS);
        assertEquals(before + 1, rig.heard("msi").size());
    }

    @Test
    void behindTheCardsShutGateAccessesAreRefusedAndCounted() {
        rig.card.write(Register.GATE_CTRL, 0, Field.GATE_SHUT.mask());
        long before = rig.read(Register.MISS_COUNT);
        byte[] bytes = new byte[8];
        assertEquals(Completion.COMPLETER_ABORT, read(DaughterRegister.NVME_CSTS, SLOT, bytes));
        assertEquals(-1, Words.getInt(bytes, 0));
        write(DaughterRegister.NVME_CC, DaughterField.CC_EN.mask());
        assertEquals(before + 2, rig.read(Register.MISS_COUNT));
        openGate();
        assertEquals(0, read(DaughterRegister.NVME_CSTS), "the gate has reset the controller");
    }

    @Test
    void aSlotOfTheFirmwareIsRefusedAndAnEmptyOneOfTheHostIsNotThere() {
        rig.card.daughters().strap(SLOT + 1, Side.HOST);
        byte[] bytes = new byte[8];
        assertEquals(Completion.COMPLETER_ABORT, read(DaughterRegister.NVME_CSTS, SLOT + 2, bytes));
        assertEquals(Completion.UNSUPPORTED_REQUEST, read(DaughterRegister.NVME_CSTS, SLOT + 1, bytes));
        assertEquals(-1, Words.getInt(bytes, 0));
        long at = DaughterRegister.NVME_CAP.offset(SLOT);
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.card.bridge().read(Bar.DAUGHTER, at, bytes, 0, 4));
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.card.bridge().read(Bar.DAUGHTER, -8, bytes, 0, 8));
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.card.bridge().read(Bar.DAUGHTER, 8 * 4096, bytes, 0, 8));
    }

    @Test
    void afterTheGateHasShutNothingOfTheHostLandsAndNothingReachesItsMemory() {
        for (long atNs = 0; atNs < 60_000; atNs += 500) {
            DiskControllerTest run = new DiskControllerTest();
            for (int id = 0; id < 3; id++) {
                run.fill(DATA_AT, 9);
                run.put(DiskOpcode.WRITE, id, 10 + id, DATA_AT);
            }
            run.put(DiskOpcode.READ, 3, 10, DATA_AT + 0x4000);
            run.rig.loop.runFor(atNs);
            run.rig.card.write(Register.GATE_CTRL, 0, Field.GATE_SHUT.mask());
            int before = run.stored.size();
            byte[][] was = {run.medium(10), run.medium(11), run.medium(12)};
            run.rig.loop.runFor(CardRig.MS);
            assertEquals(before, run.stored.size(), "shut after " + atNs);
            for (int i = 0; i < was.length; i++) {
                assertArrayEquals(was[i], run.medium(10 + i), "shut after " + atNs);
            }
        }
    }

    @Test
    void aLinkThatGoesDownDropsWhatIsUnderWay() {
        fill(DATA_AT, 9);
        put(DiskOpcode.WRITE, 1, 10, DATA_AT);
        rig.loop.runFor(2_000);
        rig.link.down();
        rig.card.linkChanged(false);
        rig.loop.runFor(CardRig.MS);
        assertEquals(List.of(), stored);
        assertArrayEquals(block(0), medium(10));
    }

    @Test
    void theHostsOwnShutGateStopsTheFirmwareAndNotTheHostsDisk() {
        rig.hostWrite(Register.HOST_GATE_CTRL, Field.HOST_GATE_SHUT.mask());
        long misses = rig.read(Register.HOST_MISS_COUNT);
        put(DiskOpcode.READ, 1, 5, DATA_AT);
        assertEquals(List.of("1 SUCCESS"), reapLater());
        assertEquals(1, rig.heard("msi").size(), "its interrupt passes");
        assertEquals(misses, rig.read(Register.HOST_MISS_COUNT));
        rig.hostWrite(Register.INT_ACK, Field.INT_DISK.mask());
        rig.card.write(Register.INT_RAISE, 0, Field.INT_DISK.mask());
        rig.loop.runFor(CardRig.MS);
        assertEquals(1, rig.heard("msi").size(), "the firmware can't pretend to be the disk");
    }

    @Test
    void aDiskThatChangesHandsTakesNothingAlong() {
        fill(DATA_AT, 9);
        put(DiskOpcode.WRITE, 1, 10, DATA_AT);
        rig.loop.runFor(2_000);
        byte[] give = new byte[4];
        Words.putInt(give, 0, (int) Field.DAUGHTER_GIVE.mask());
        rig.card.bridge().write(Bar.CONTROL, Register.DAUGHTER_CTRL.offset(SLOT), give, 0, 4);
        rig.loop.runFor(CardRig.MS);
        assertArrayEquals(block(0), medium(10));
        assertEquals(Completion.COMPLETER_ABORT, read(DaughterRegister.NVME_CSTS, SLOT, new byte[8]));
    }

    @Test
    void aDiskThatIsPulledReadsAllOnesAndOneThatIsPutInIsNotEnabled() {
        put(DiskOpcode.READ, 1, 10, DATA_AT);
        rig.loop.runFor(2_000);
        rig.card.daughters().remove(SLOT);
        rig.loop.runFor(CardRig.MS);
        assertEquals(List.of(), stored);
        byte[] bytes = new byte[8];
        assertEquals(Completion.UNSUPPORTED_REQUEST, read(DaughterRegister.NVME_CSTS, SLOT, bytes));
        rig.card.daughters().insert(SLOT, new Card(disk));
        assertEquals(0, read(DaughterRegister.NVME_CSTS));
    }

    @Test
    void everyStatusOfADiskHasItsNumberInNvme() {
        for (DiskStatus status : DiskStatus.values()) {
            if (status != DiskStatus.DEVICE_GONE) {
                assertEquals(status.name(), NvmeStatus.of(status.number()).name());
            }
        }
        assertEquals(NvmeStatus.INVALID_FIELD, NvmeStatus.of(0x7ff));
    }
}
