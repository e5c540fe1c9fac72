package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.card.DaughterSlots;
import dev.holdover.model.card.FailoverCard;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Daughter slots: presence, power, fault, and whose they are (claim 8). */
class DaughterSlotsTest {
    private final Bench bench = new Bench(1);
    private final FailoverCard card = bench.card().hardware();
    private final DaughterSlots slots = card.daughters();

    private DiskNode disk(int slot, Side owner) {
        DiskSpec spec = new DiskSpec(new DiskGeometry(512, 4096, 1024, 8), 1_000, 1_000, 1_000_000_000, true, 1);
        return new DiskNode(
                bench.world(),
                "d" + slot,
                spec,
                List.of(new DiskNode.Bay(bench.card(), slot)),
                owner,
                new Witness() {});
    }

    private long status(int slot) {
        return card.read(Register.DAUGHTER_STATUS, slot);
    }

    private void order(int slot, Field what) {
        card.write(Register.DAUGHTER_CTRL, slot, what.mask());
    }

    @Test
    void showsWhatIsInASlotAndTellsBothSidesWhenItChanges() {
        assertFalse(Field.DAUGHTER_PRESENT.in(status(2)));
        card.write(Register.DAUGHTER_EVENT, 0, 0xff);
        DiskNode disk = disk(2, Side.CARD);
        assertTrue(Field.DAUGHTER_PRESENT.in(status(2)));
        assertTrue(Field.DAUGHTER_POWERED.in(status(2)));
        assertEquals(DaughterType.DISK, DaughterType.of(Field.DAUGHTER_TYPE.get(status(2))));
        assertEquals(1, Field.DAUGHTER_OWNER.get(status(2)));
        assertEquals(1 << 2, card.read(Register.DAUGHTER_EVENT, 0));
        assertEquals(1 << 2, card.bridge().peek(Register.DAUGHTER_EVENT, Side.HOST));
        assertTrue(Field.PROC_DAUGHTER.in(card.bridge().peek(Register.PROC_INT_CAUSE, Side.CARD)));
        disk.pull();
        assertFalse(Field.DAUGHTER_PRESENT.in(status(2)));
        assertTrue(Field.DAUGHTER_REMOVED.in(status(2)), "without notice");
        disk.push();
        assertFalse(Field.DAUGHTER_REMOVED.in(status(2)));
        assertThrows(IllegalStateException.class, disk::push, "the slot is taken");
    }

    @Test
    void aDeadDiskIsAFaultOfItsSlot() {
        DiskNode disk = disk(0, Side.CARD);
        disk.disk().faults().die();
        assertTrue(Field.DAUGHTER_FAULT.in(status(0)));
        assertTrue(Field.DAUGHTER_PRESENT.in(status(0)));
    }

    @Test
    void aSlotWithAFaultGivesNoPower() {
        DiskNode disk = disk(0, Side.CARD);
        slots.fault(0, true);
        assertTrue(Field.DAUGHTER_FAULT.in(status(0)));
        assertFalse(disk.disk().port(0).present());
        order(0, Field.DAUGHTER_POWER_ON);
        assertFalse(Field.DAUGHTER_POWERED.in(status(0)));
        slots.fault(0, false);
        assertTrue(disk.disk().port(0).present());
    }

    @Test
    void itsOwnerSwitchesItsPower() {
        DiskNode disk = disk(0, Side.CARD);
        order(0, Field.DAUGHTER_POWER_OFF);
        assertFalse(disk.disk().port(0).present());
        disk.pull();
        assertFalse(Field.DAUGHTER_REMOVED.in(status(0)), "with notice");
        disk.push();
        assertTrue(Field.DAUGHTER_POWERED.in(status(0)));
        slots.strap(0, Side.HOST);
        order(0, Field.DAUGHTER_POWER_OFF);
        assertTrue(Field.DAUGHTER_POWERED.in(status(0)), "it is the host's");
    }

    @Test
    void onlyTheOwnerGivesAndOnlyWhoHasFencedTheOtherTakes() {
        disk(0, Side.HOST);
        bench.opened();
        assertFalse(card.bridge().cardGateShut());
        order(0, Field.DAUGHTER_TAKE);
        assertTrue(slots.owns(0, Side.HOST), "the host is behind no shut gate");
        card.write(Register.GATE_CTRL, 0, Field.GATE_SHUT.mask());
        order(0, Field.DAUGHTER_TAKE);
        assertTrue(slots.owns(0, Side.CARD));
        order(0, Field.DAUGHTER_GIVE);
        assertTrue(slots.owns(0, Side.HOST));
        order(0, Field.DAUGHTER_GIVE);
        assertTrue(slots.owns(0, Side.HOST), "what is not its own it can't give");
    }

    @Test
    void theProcessorReachesOnlyWhatIsItsOwnAndNothingBehindTheHostsShutGate() {
        disk(0, Side.CARD);
        disk(1, Side.HOST);
        bench.opened();
        assertTrue(card.disk(0) != null);
        assertTrue(card.disk(1) == null, "the host's");
        assertTrue(card.disk(2) == null, "empty");
        bench.device().bar(0).write32(Register.HOST_GATE_CTRL.offset(), (int) Field.HOST_GATE_SHUT.mask());
        bench.device().bar(0).read32(Register.GATE_STATUS.offset());
        assertTrue(card.disk(0) == null, "shut out");
    }

    @Test
    void everySlotIsOnItsStrapsSideAfterPowerOn() {
        disk(0, Side.HOST);
        card.write(Register.GATE_CTRL, 0, Field.GATE_SHUT.mask());
        order(0, Field.DAUGHTER_TAKE);
        assertTrue(slots.owns(0, Side.CARD));
        card.batteries(source -> source.present(0, false, card.nowNs()));
        card.batteries(source -> source.present(1, false, card.nowNs()));
        card.mainRail(false);
        assertFalse(card.powered());
        card.mainRail(true);
        assertTrue(slots.owns(0, Side.HOST));
    }
}
