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
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.contract.Side;
import dev.holdover.model.ether.Ether;
import dev.holdover.model.ether.NicPort;
import dev.holdover.model.layout.NicRing;
import dev.holdover.model.layout.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A network controller under the control of the host, as its registers and rings show it. */
class NicControllerTest {
    private static final int SLOT = 3;
    private static final long BASE = 0x8000_0000L;
    private static final int RX_AT = 0x1000;
    private static final int TX_DATA_AT = 0x2000;
    private static final int RX_DATA_AT = 0x8000;
    private static final int ROOM = 0x800;
    private static final int ENTRIES = 4;
    private static final long OWN = 0x0200_0000_0001L;
    private static final long OTHER = 0x0200_0000_0002L;
    private static final long GROUP = 0x0100_5E00_0001L;

    private final CardRig rig = CardRig.running();
    private final byte[] memory = new byte[0x2_0000];
    private final Cable cable = new Cable();
    private int txTail;
    private int rxHead;

    NicControllerTest() {
        rig.link.memory(new Memory());
        rig.link.train();
        rig.card.daughters().strap(SLOT, Side.HOST);
        rig.card.daughters().insert(SLOT, new Card(cable));
        openGate();
        byte[] zero = new byte[4];
        for (int vector = 0; vector < 8; vector++) {
            rig.card.bridge().write(Bar.MSIX, vector * 16L + 12, zero, 0, 4);
        }
        rig.hostWrite(Register.INT_MASK_CLR, Field.INT_NIC.mask());
        enable(DaughterField.ETH_EN.mask());
        setAddress(DaughterRegister.ETH_MAC7, OWN);
    }

    /** The host's memory: what lies behind the array is mapped to nothing. */
    private final class Memory implements HostMemory {
        @Override
        public boolean maps(long address, int length) {
            return address >= BASE && address + length <= BASE + memory.length;
        }

        @Override
        public void write(long address, byte[] from, int at, int length) {
            System.arraycopy(from, at, memory, (int) (address - BASE), length);
        }

        @Override
        public void read(long address, byte[] into, int at, int length) {
            System.arraycopy(memory, (int) (address - BASE), into, at, length);
        }
    }

    /** What the NIC is plugged into. */
    private static final class Cable implements NicPort {
        final List<byte[]> sent = new ArrayList<>();
        boolean carrier = true;
        boolean hangs;
        Optional<Listener> listener = Optional.empty();

        @Override
        public long address() {
            return OWN;
        }

        @Override
        public boolean carrier() {
            return carrier;
        }

        @Override
        public void send(byte[] frame, int length) {
            sent.add(Arrays.copyOf(frame, length));
            if (!hangs) {
                listener.orElseThrow().sent();
            }
        }

        @Override
        public void reset() {
            hangs = false;
        }

        @Override
        public void listen(Listener its) {
            listener = Optional.of(its);
        }

        void deliver(byte[] frame) {
            listener.orElseThrow().received(frame, frame.length);
        }
    }

    private record Card(Cable cable) implements DaughterCard {
        @Override
        public DaughterType type() {
            return DaughterType.NIC;
        }

        @Override
        public boolean answers() {
            return true;
        }

        @Override
        public long drawMw() {
            return 0;
        }

        @Override
        public void power(boolean on) {}

        @Override
        public void reset() {}

        @Override
        public Optional<NicPort> nic() {
            return Optional.of(cable);
        }
    }

    private void openGate() {
        rig.card.write(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 1));
    }

    private void shutGate() {
        rig.card.write(Register.GATE_CTRL, 0, Field.GATE_SHUT.mask());
    }

    private void write(DaughterRegister register, long value) {
        byte[] bytes = new byte[8];
        Words.putLong(bytes, 0, value);
        rig.card.bridge().write(Bar.DAUGHTER, register.offset(SLOT), bytes, 0, register.width());
    }

    private Completion access(DaughterRegister register) {
        return rig.card.bridge().read(Bar.DAUGHTER, register.offset(SLOT), new byte[8], 0, register.width());
    }

    private long read(DaughterRegister register) {
        byte[] bytes = new byte[8];
        rig.card.bridge().read(Bar.DAUGHTER, register.offset(SLOT), bytes, 0, register.width());
        return Words.getLong(bytes, 0);
    }

    private void setAddress(DaughterRegister register, long mac) {
        write(register, DaughterField.ETH_MAC_VALID.set(mac, 1));
    }

    /** Both rings with {@link #ENTRIES} descriptors, all but one of the receive ring's for the controller. */
    private void enable(long control) {
        long sizes = DaughterField.ETH_SIZE_TX.set(0, ENTRIES - 1);
        write(DaughterRegister.ETH_SIZES, DaughterField.ETH_SIZE_RX.set(sizes, ENTRIES - 1));
        write(DaughterRegister.ETH_TX_BASE, BASE);
        write(DaughterRegister.ETH_RX_BASE, BASE + RX_AT);
        write(DaughterRegister.ETH_CTRL, control);
        for (int i = 0; i < ENTRIES; i++) {
            describe(RX_AT + i * NicRing.DESCRIPTOR_BYTES, BASE + RX_DATA_AT + (long) i * ROOM, ROOM);
        }
        write(DaughterRegister.ETH_RX_TAIL, ENTRIES - 1);
        txTail = 0;
        rxHead = 0;
    }

    private void describe(int at, long address, int length) {
        byte[] entry = new byte[NicRing.DESCRIPTOR_BYTES];
        NicRing.descriptor(entry, address, length);
        System.arraycopy(entry, 0, memory, at, entry.length);
    }

    private byte[] descriptor(int at) {
        return Arrays.copyOfRange(memory, at, at + NicRing.DESCRIPTOR_BYTES);
    }

    private static byte[] frame(long to, int length) {
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (i * 31 >>> 2);
        }
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) (to >>> 40 - 8 * i);
        }
        return frame;
    }

    /** Puts a frame into the transmit ring from a place in memory, and waits; gives its descriptor. */
    private byte[] transmit(byte[] frame, int from) {
        System.arraycopy(frame, 0, memory, from, frame.length);
        return transmit(BASE + from, frame.length);
    }

    private byte[] transmit(long address, int length) {
        int at = txTail * NicRing.DESCRIPTOR_BYTES;
        describe(at, address, length);
        txTail = (txTail + 1) % ENTRIES;
        write(DaughterRegister.ETH_TX_TAIL, txTail);
        rig.loop.runFor(CardRig.MS);
        return descriptor(at);
    }

    /** Whether a frame that comes in is stored, whole, in the next receive descriptor. */
    private boolean arrives(byte[] frame) {
        cable.deliver(frame);
        rig.loop.runFor(CardRig.MS);
        byte[] entry = descriptor(RX_AT + rxHead * NicRing.DESCRIPTOR_BYTES);
        if (!NicRing.done(entry)) {
            return false;
        }
        assertFalse(NicRing.error(entry));
        int at = RX_DATA_AT + rxHead * ROOM;
        assertArrayEquals(frame, Arrays.copyOfRange(memory, at, at + NicRing.length(entry)));
        rxHead = (rxHead + 1) % ENTRIES;
        return true;
    }

    @Test
    void aFrameIsFetchedSentAndItsDescriptorDone() {
        byte[] frame = frame(OTHER, 100);
        byte[] entry = transmit(frame, TX_DATA_AT);
        assertTrue(NicRing.done(entry));
        assertFalse(NicRing.error(entry));
        assertEquals(1, cable.sent.size());
        assertArrayEquals(frame, cable.sent.get(0));
        assertEquals(1, read(DaughterRegister.ETH_TX_HEAD));
        assertTrue(DaughterField.ETH_CAUSE_TX.in(read(DaughterRegister.ETH_CAUSE)));
        assertEquals(1, rig.heard("msi").size());
    }

    @Test
    void aFrameThatCrossesAPageArrivesWholeInBothDirections() {
        byte[] frame = frame(OWN, 1514);
        transmit(frame, TX_DATA_AT + 0xF00);
        assertArrayEquals(frame, cable.sent.get(0));
        describe(RX_AT, BASE + RX_DATA_AT + 0xE01, 1514);
        cable.deliver(frame);
        rig.loop.runFor(CardRig.MS);
        int at = RX_DATA_AT + 0xE01;
        assertArrayEquals(frame, Arrays.copyOfRange(memory, at, at + 1514));
    }

    @Test
    void theRingsGoRound() {
        for (int i = 0; i < 3 * ENTRIES; i++) {
            byte[] frame = frame(OWN, 60 + i);
            transmit(frame, TX_DATA_AT);
            assertArrayEquals(frame, cable.sent.get(i));
            assertTrue(arrives(frame), "frame " + i);
            int used = (rxHead + ENTRIES - 1) % ENTRIES;
            describe(RX_AT + used * NicRing.DESCRIPTOR_BYTES, BASE + RX_DATA_AT + (long) used * ROOM, ROOM);
            write(DaughterRegister.ETH_RX_TAIL, used);
        }
        assertEquals(0, read(DaughterRegister.ETH_MISSED));
    }

    @Test
    void theFilterLetsOnlyItsOwnAddressesThrough() {
        assertTrue(arrives(frame(OWN, 60)));
        assertFalse(arrives(frame(OTHER, 60)));
        assertFalse(arrives(frame(GROUP, 60)));
        assertFalse(arrives(frame(Ether.BROADCAST, 60)));
        setAddress(DaughterRegister.ETH_MAC0, OTHER);
        assertTrue(arrives(frame(OTHER, 60)));
        write(DaughterRegister.ETH_MAC0, OTHER);
        assertFalse(arrives(frame(OTHER, 60)), "not valid any more");
    }

    @Test
    void broadcastMulticastAndPromiscuousAreLetThroughWhenTheyAreOn() {
        write(DaughterRegister.ETH_CTRL, DaughterField.ETH_EN.mask() | DaughterField.ETH_BROADCAST.mask());
        assertTrue(arrives(frame(Ether.BROADCAST, 60)));
        assertFalse(arrives(frame(GROUP, 60)));
        write(DaughterRegister.ETH_CTRL, DaughterField.ETH_EN.mask() | DaughterField.ETH_MULTICAST.mask());
        assertTrue(arrives(frame(GROUP, 60)));
        assertFalse(arrives(frame(OTHER, 60)));
        write(DaughterRegister.ETH_CTRL, DaughterField.ETH_EN.mask() | DaughterField.ETH_PROMISCUOUS.mask());
        assertTrue(arrives(frame(OTHER, 60)));
    }

    @Test
    void framesWithoutADescriptorAreCounted() {
        for (int i = 0; i < ENTRIES + 1; i++) {
            cable.deliver(frame(OWN, 60));
        }
        rig.loop.runFor(CardRig.MS);
        assertEquals(2, read(DaughterRegister.ETH_MISSED));
        assertEquals(ENTRIES - 1, read(DaughterRegister.ETH_RX_HEAD));
        assertTrue(DaughterField.ETH_CAUSE_MISSED.in(read(DaughterRegister.ETH_CAUSE)));
    }

    @Test
    void aFrameLongerThanItsRoomIsAnErrorAndNotStored() {
        describe(RX_AT, BASE + RX_DATA_AT, 50);
        cable.deliver(frame(OWN, 60));
        rig.loop.runFor(CardRig.MS);
        byte[] entry = descriptor(RX_AT);
        assertTrue(NicRing.done(entry) && NicRing.error(entry));
        assertEquals(0, NicRing.length(entry));
        assertArrayEquals(new byte[60], Arrays.copyOfRange(memory, RX_DATA_AT, RX_DATA_AT + 60));
    }

    @Test
    void whatCannotBeSentIsAnError() {
        assertTrue(NicRing.error(transmit(BASE + TX_DATA_AT, 13)), "too short");
        assertTrue(NicRing.error(transmit(BASE + TX_DATA_AT, 1515)), "too long");
        assertTrue(NicRing.error(transmit(BASE + memory.length, 60)), "not mapped");
        cable.carrier = false;
        assertTrue(NicRing.error(transmit(frame(OTHER, 60), TX_DATA_AT)), "no carrier");
        assertEquals(List.of(), cable.sent);
    }

    @Test
    void aRingThatIsNotMappedIsFatalUntilAReset() {
        write(DaughterRegister.ETH_CTRL, 0);
        write(DaughterRegister.ETH_TX_BASE, BASE + memory.length);
        write(DaughterRegister.ETH_CTRL, DaughterField.ETH_EN.mask());
        write(DaughterRegister.ETH_TX_TAIL, 1);
        rig.loop.runFor(CardRig.MS);
        assertTrue(DaughterField.ETH_FATAL.in(read(DaughterRegister.ETH_STATUS)));
        assertTrue(DaughterField.ETH_CAUSE_FATAL.in(read(DaughterRegister.ETH_CAUSE)));
        write(DaughterRegister.ETH_CTRL, 0);
        enable(DaughterField.ETH_EN.mask());
        transmit(frame(OTHER, 60), TX_DATA_AT);
        assertEquals(1, cable.sent.size());
    }

    @Test
    void theCarrierIsShownAndItsChangesInterrupt() {
        assertTrue(DaughterField.ETH_LINK_UP.in(read(DaughterRegister.ETH_STATUS)));
        cable.carrier = false;
        cable.listener.orElseThrow().carrierChanged();
        rig.loop.runFor(CardRig.MS);
        assertFalse(DaughterField.ETH_LINK_UP.in(read(DaughterRegister.ETH_STATUS)));
        assertEquals(DaughterField.ETH_CAUSE_LINK.mask(), read(DaughterRegister.ETH_CAUSE));
        assertEquals(1, rig.heard("msi").size());
        write(DaughterRegister.ETH_CAUSE, DaughterField.ETH_CAUSE_LINK.mask());
        assertEquals(0, read(DaughterRegister.ETH_CAUSE));
    }

    @Test
    void behindTheShutGateNothingGoesInOrOutUntilItIsSetUpAnew() {
        System.arraycopy(frame(OTHER, 60), 0, memory, TX_DATA_AT, 60);
        describe(0, BASE + TX_DATA_AT, 60);
        write(DaughterRegister.ETH_TX_TAIL, 1);
        cable.deliver(frame(OWN, 60));
        shutGate();
        rig.loop.runFor(CardRig.MS);
        assertFalse(arrives(frame(OWN, 60)));
        assertEquals(Completion.COMPLETER_ABORT, access(DaughterRegister.ETH_STATUS));
        write(DaughterRegister.ETH_CTRL, DaughterField.ETH_EN.mask() | DaughterField.ETH_PROMISCUOUS.mask());
        assertFalse(arrives(frame(OWN, 60)));
        openGate();
        rig.loop.runFor(CardRig.MS);
        assertFalse(arrives(frame(OWN, 60)), "not enabled");
        assertEquals(List.of(), cable.sent);
        enable(DaughterField.ETH_EN.mask());
        assertFalse(arrives(frame(OWN, 60)), "the filter is empty");
        setAddress(DaughterRegister.ETH_MAC0, OWN);
        assertTrue(arrives(frame(OWN, 60)));
    }

    @Test
    void inASlotThatWasGivenAwayTheHostReachesNothing() {
        byte[] give = new byte[4];
        Words.putInt(give, 0, (int) Field.DAUGHTER_GIVE.mask());
        rig.card.bridge().write(0, Register.DAUGHTER_CTRL.offset(SLOT), give, 0, 4);
        assertFalse(arrives(frame(OWN, 60)));
        assertEquals(Completion.COMPLETER_ABORT, access(DaughterRegister.ETH_STATUS));
    }

    @Test
    void aPageHasOnlyTheRegistersOfWhatIsInTheSlot() {
        assertEquals(Completion.SUCCESS, access(DaughterRegister.ETH_STATUS));
        assertEquals(Completion.UNSUPPORTED_REQUEST, access(DaughterRegister.NVME_CSTS));
        rig.card.daughters().remove(SLOT);
        assertEquals(Completion.UNSUPPORTED_REQUEST, access(DaughterRegister.ETH_STATUS));
    }

    @Test
    void theNextFrameWaitsUntilTheCableHasTakenTheOneBefore() {
        cable.hangs = true;
        assertFalse(NicRing.done(transmit(frame(OTHER, 60), TX_DATA_AT)));
        assertFalse(NicRing.done(transmit(frame(OTHER, 61), TX_DATA_AT + 0x100)));
        assertEquals(1, cable.sent.size());
        cable.listener.orElseThrow().sent();
        rig.loop.runFor(CardRig.MS);
        assertTrue(NicRing.done(descriptor(0)) && !NicRing.error(descriptor(0)));
        assertEquals(2, cable.sent.size());
        assertFalse(NicRing.done(descriptor(NicRing.DESCRIPTOR_BYTES)));
        write(DaughterRegister.ETH_CTRL, 0);
        cable.listener.orElseThrow().sent();
        rig.loop.runFor(CardRig.MS);
        assertFalse(NicRing.done(descriptor(NicRing.DESCRIPTOR_BYTES)), "its controller was reset");
        enable(DaughterField.ETH_EN.mask());
        assertTrue(NicRing.done(transmit(frame(OTHER, 60), TX_DATA_AT)));
    }

    @Test
    void aPersonalitysAddressIsBorneOnlyWhileItsWindowAnswersForIt() {
        long mac = ServiceAddress.mac(1, 1);
        byte[] announcement = new byte[Ether.ARP_BYTES];
        Ether.announce(announcement, mac, ServiceAddress.ipv4(1));
        byte[] answer = frame(OTHER, 60);
        System.arraycopy(announcement, 6, answer, 6, 6);
        assertTrue(NicRing.error(transmit(announcement, TX_DATA_AT)), "not armed");
        assertTrue(NicRing.error(transmit(answer, TX_DATA_AT)), "not armed");
        rig.card.write(Register.ADDR_IPV4, 0, ServiceAddress.ipv4(1));
        rig.card.write(Register.ADDR_MAC, 0, mac);
        rig.card.write(Register.ADDR_CTRL, 0, 1);
        assertFalse(NicRing.error(transmit(announcement, TX_DATA_AT)));
        assertFalse(NicRing.error(transmit(answer, TX_DATA_AT)));
        Ether.announce(announcement, mac, ServiceAddress.ipv4(2));
        assertTrue(NicRing.error(transmit(announcement, TX_DATA_AT)), "another's IPv4 address");
        Ether.announce(announcement, OWN, ServiceAddress.ipv4(1));
        assertTrue(NicRing.error(transmit(announcement, TX_DATA_AT)), "with another MAC address");
        Ether.announce(announcement, OWN, 0x0A00_0001);
        assertFalse(NicRing.error(transmit(announcement, TX_DATA_AT)), "an address of the host's own");
        rig.card.write(Register.ADDR_CTRL, 0, 0);
        assertTrue(NicRing.error(transmit(answer, TX_DATA_AT)), "withdrawn");
        assertEquals(3, cable.sent.size());
        assertEquals(5, read(DaughterRegister.ETH_REFUSED));
    }

    @Test
    void itSaysWhichAddressItsMakerGaveIt() {
        assertEquals(OWN, read(DaughterRegister.ETH_ADDRESS));
    }
}
