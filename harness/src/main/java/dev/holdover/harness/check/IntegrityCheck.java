package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import dev.holdover.model.memory.Nvram;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Invariant 22. A boot goes on from a superblock copy that was whole when it began: what it first stores as
 * its own, counters apart, is what the newest such copy said. It goes on behind the last record that was
 * committed, or does not serve: a record that is damaged is not taken for one that never was. And a word that
 * could not be corrected never becomes good by being stored as it was read: what takes its place comes from
 * somewhere else.
 */
final class IntegrityCheck implements Witness {
    private static final int COUNTERS_AT = 16;
    private static final int COUNTERS_BYTES = 16;
    private static final int TAIL_BYTES = 8;

    private final Oracles oracles;
    private final Violations violations;
    private final CRC32C crc = new CRC32C();
    private final byte[][] expected;
    private final long[][] committed;

    IntegrityCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.numbers();
        this.expected = new byte[cards][0];
        this.committed = new long[cards][0];
        oracles.watch(this::superblockStored, Area.SUPERBLOCK);
    }

    @Override
    public void processor(CardNode card, ProcessorState state) {
        if (state == ProcessorState.RUNNING && card.firmware().isEmpty()) {
            CardOracle oracle = oracles.of(card);
            byte[] a = copy(oracle, 0);
            byte[] b = copy(oracle, 1);
            boolean useA = a.length > 0 && (b.length == 0 || generation(a) >= generation(b));
            expected[card.config().card()] = useA ? a : b;
            committed[card.config().card()] = committed(oracle);
        } else if (state != ProcessorState.HUNG) {
            expected[card.config().card()] = new byte[0];
        }
    }

    private static long[] committed(CardOracle card) {
        long[] lsn = new long[card.slots()];
        for (int slot = 0; slot < lsn.length; slot++) {
            lsn[slot] = card.committed(slot);
        }
        return lsn;
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        int number = card.config().card();
        if (notice == Notice.NVRAM_BLANK) {
            committed[number] = new long[0];
        }
        if (notice != Notice.CARD_BOOTED) {
            return;
        }
        CardOracle oracle = oracles.of(card);
        for (int each = 0; each < committed[number].length; each++) {
            Role role = oracle.role(each);
            boolean begunAnew = role == Role.STALE || role == Role.WITNESS || role == Role.SUPERSEDED;
            if (!begunAnew && oracle.applied(each) < committed[number][each]) {
                violations.broken(
                        Invariant.CORRUPTION_DETECTED,
                        card.name(),
                        "serves personality " + oracle.personality(each) + " up to " + oracle.applied(each)
                                + "; committed was " + committed[number][each]);
            }
        }
        committed[number] = new long[0];
    }

    private void superblockStored(CardOracle card, Side by, int slot, long offset, int length) {
        byte[] wanted = expected[card.node().config().card()];
        if (wanted.length == 0 || length != wanted.length) {
            return;
        }
        expected[card.node().config().card()] = new byte[0];
        byte[] stored = new byte[length];
        card.node().hardware().memory().get(offset, stored, 0, length);
        blind(stored);
        blind(wanted);
        if (!Arrays.equals(stored, wanted)) {
            violations.broken(
                    Invariant.CORRUPTION_DETECTED,
                    card.node().name(),
                    "boots from a superblock that no whole copy held");
        }
    }

    @Override
    public void poisonOverwritten(CardNode card, long address, long found, long stored) {
        long before = card.hardware().memory().getLong(address);
        if (stored == found && found != before) {
            violations.broken(
                    Invariant.CORRUPTION_DETECTED,
                    card.name(),
                    "stores the uncorrectable word at 0x" + Long.toHexString(address) + " as good");
        }
    }

    /** The bytes of a copy that the hardware can read and whose checksum holds; otherwise none. */
    private byte[] copy(CardOracle card, int copy) {
        Nvram memory = card.node().hardware().memory();
        long at = NvramLayout.superblock(copy);
        int size = card.superblockBytes();
        byte[] bytes = new byte[size];
        memory.preview(at, bytes, 0, size);
        crc.reset();
        crc.update(bytes, 0, size - 4);
        boolean whole = !memory.poisoned(at, size) && Words.getInt(bytes, size - 4) == (int) crc.getValue();
        return whole ? bytes : new byte[0];
    }

    private static long generation(byte[] copy) {
        return Words.getLong(copy, COUNTERS_AT);
    }

    private static void blind(byte[] copy) {
        Arrays.fill(copy, COUNTERS_AT, COUNTERS_AT + COUNTERS_BYTES, (byte) 0);
        Arrays.fill(copy, copy.length - TAIL_BYTES, copy.length, (byte) 0);
    }
}
