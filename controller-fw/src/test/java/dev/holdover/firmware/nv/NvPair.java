package dev.holdover.firmware.nv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.Pace;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeDisk;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.SaveCause;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Two cards that keep what the other saves, and what the host of the first reads in its NV block. */
final class NvPair {
    static final long BEAT_NS = Configs.HEARTBEAT_NS;
    static final long SOON_NS = 400_000_000;

    private static final int DISK_SLOT = 3;
    private static final NvramLayout LAYOUT = new NvramLayout(4L * NvramLayout.BLOCK, 8, 2);

    final Pair pair;
    final Node one;
    final Node two;
    private final Dice dice = new Dice(21);

    /** Both are up, and the first is armed. */
    NvPair() {
        this(new Pair(config(1, FirmwareConfig.NO_STORE), config(2, FirmwareConfig.NO_STORE)));
    }

    private NvPair(Pair pair) {
        this.pair = pair;
        this.one = pair.one();
        this.two = pair.two();
        pair.up();
        pair.run(2 * BEAT_NS);
        assertTrue(shows(Field.NV_ARMED));
        clear();
    }

    /** The same, and the first saves to a disk of its own. */
    static NvPair withDisk() {
        Pair pair = new Pair(config(1, DISK_SLOT), config(2, FirmwareConfig.NO_STORE));
        pair.one().plug(DISK_SLOT, new FakeDisk(ImageStore.bytes(LAYOUT)));
        return new NvPair(pair);
    }

    private static FirmwareConfig config(int card, int storeSlot) {
        return Configs.storing(card, LAYOUT, List.of(slot(card), slot(3 - card)), storeSlot);
    }

    private static SlotConfig slot(int personality) {
        return new SlotConfig(
                personality,
                List.of(personality, 3 - personality),
                List.of(),
                1,
                false,
                false,
                false,
                false,
                true,
                Pace.FULL);
    }

    /** The host writes, and only its own card has it. */
    void writeAlone() {
        pair.lose(frame -> frame.length > 200);
        one.submit(Pair.MINE, 0, dice.bytes(512));
    }

    /** The wire carries everything again. */
    void heal() {
        pair.lose(frame -> false);
        pair.cutWire(false);
    }

    /** The host acknowledges every result, as a driver does. */
    void clear() {
        one.hal().set(Register.NV_RESULT, 0);
    }

    boolean shows(Field status) {
        return status.in(one.hal().get(Register.NV_CMD_STATUS, 0));
    }

    boolean within(long ns, Field result) {
        return pair.runUntil(() -> result.in(one.hal().get(Register.NV_RESULT, 0)), ns);
    }

    /** All results that stand in the register; never SUCCESS and ERROR of one kind. */
    Set<Field> results() {
        long bits = one.hal().get(Register.NV_RESULT, 0);
        assertEquals(0, bits & bits >>> 1 & 0x5555_5555L, "SUCCESS and ERROR of one operation stand together");
        return fields(Register.NV_RESULT, bits);
    }

    Set<Field> failures() {
        return fields(Register.CSAVE_FAIL_INFO, one.hal().get(Register.CSAVE_FAIL_INFO, 0));
    }

    void assertSaved(SaveCause why) {
        long info = one.hal().get(Register.CSAVE_INFO, 0);
        assertTrue(Field.CSAVE_VALID.in(info));
        assertEquals(why, SaveCause.of(Field.CSAVE_CAUSE.get(info)));
    }

    boolean saysSaved() {
        return Field.CSAVE_VALID.in(one.hal().get(Register.CSAVE_INFO, 0));
    }

    boolean same() {
        return Arrays.equals(one.image(Pair.MINE), two.image(Pair.THEIRS));
    }

    private static Set<Field> fields(Register register, long bits) {
        List<Field> found = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field.register() == register && field.in(bits)) {
                found.add(field);
            }
        }
        return found.isEmpty() ? EnumSet.noneOf(Field.class) : EnumSet.copyOf(found);
    }
}
