package dev.holdover.firmware.personality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Superblock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PersonalityTest {
    /** The diagram of the protocol, written down a second time. */
    private static final Set<String> LEGAL = new TreeSet<>(List.of(
            "ACTIVE>GATED",
            "ACTIVE>RETURNING",
            "ACTIVE>SUPERSEDED",
            "ACTIVE>FORKED",
            "ACTIVE>CLAIMING",
            "GATED>DRAINING",
            "GATED>ACTIVE",
            "GATED>SUPERSEDED",
            "GATED>CLAIMING",
            "GATED>FORKED",
            "DRAINING>DRAINED",
            "DRAINING>ACTIVE",
            "DRAINING>SUPERSEDED",
            "DRAINING>CLAIMING",
            "DRAINING>FORKED",
            "DRAINED>ACTIVE",
            "DRAINED>SUPERSEDED",
            "DRAINED>CLAIMING",
            "DRAINED>FORKED",
            "RETURNING>DRAINED",
            "RETURNING>ACTIVE",
            "RETURNING>GATED",
            "RETURNING>SUPERSEDED",
            "RETURNING>FORKED",
            "SUPERSEDED>BACKUP_SYNC",
            "SUPERSEDED>CATCHUP",
            "SUPERSEDED>CLAIMING",
            "FORKED>SUPERSEDED",
            "FORKED>CLAIMING",
            "STALE>BACKUP_SYNC",
            "STALE>CATCHUP",
            "STALE>CLAIMING",
            "STALE>STALE",
            "CATCHUP>BACKUP_SYNC",
            "CATCHUP>CLAIMING",
            "CATCHUP>STALE",
            "BACKUP_SYNC>CATCHUP",
            "BACKUP_SYNC>CLAIMING",
            "BACKUP_SYNC>STALE",
            "CLAIMING>REPLAYING",
            "CLAIMING>SUPERSEDED",
            "REPLAYING>ACTIVE",
            "REPLAYING>RETURNING"));

    private final FirmwareConfig config = Configs.pair(1);
    private final FakeNvram nvram = new FakeNvram(config.layout().totalBytes());
    private final FakeHal hal = new FakeHal(nvram);
    private final Superblock superblock = Superblock.create(nvram, config.layout(), config.cluster(), 1);
    private final Personality personality =
            new Personality(hal, config.layout(), 1, 0, config.slots().get(0), superblock);

    @BeforeEach
    void begin() {
        personality.record().epoch(7);
        superblock.persist();
    }

    @Test
    void everyEdgeOutsideTheDiagramIsRefusedAndLeavesEverythingAsItWas() {
        for (Role from : Role.values()) {
            for (Role to : Role.values()) {
                if (LEGAL.contains(from + ">" + to)) {
                    continue;
                }
                personality.resume(from);
                byte[] before = nvram.bytes().clone();
                assertThrows(IllegalStateException.class, () -> personality.become(to), () -> from + ">" + to);
                assertEquals(from, personality.role());
                assertArrayEquals(before, nvram.bytes(), () -> from + ">" + to);
            }
        }
    }

    @Test
    void everyEdgeOfTheDiagramIsDurableAndSeenByTheHost() {
        for (String edge : LEGAL) {
            Role from = Role.valueOf(edge.substring(0, edge.indexOf('>')));
            Role to = Role.valueOf(edge.substring(edge.indexOf('>') + 1));
            personality.resume(from);
            personality.become(to);
            assertEquals(to, personality.role());
            Superblock reread = Superblock.create(nvram, config.layout(), config.cluster(), 1);
            assertEquals(true, reread.load());
            assertEquals(to, reread.slot(0).role(), edge);
            long shown = hal.get(Register.SLOT_STATE, 0);
            assertEquals(to.ordinal(), Field.SLOT_ROLE.get(shown), edge);
            assertEquals(1, Field.SLOT_PERSONALITY.get(shown));
            assertEquals(7, hal.get(Register.SLOT_EPOCH, 0));
        }
    }

    @Test
    void theHostSeesNoRoleThatIsNotDurable() {
        personality.resume(Role.ACTIVE);
        long shown = hal.get(Register.SLOT_STATE, 0);
        for (int cut = 0; cut < 4096 / 8; cut++) {
            nvram.cutAfter(cut);
            try {
                personality.become(Role.GATED);
                break;
            } catch (FakeNvram.Cut lost) {
                assertEquals(shown, hal.get(Register.SLOT_STATE, 0), "cut at store " + cut);
                personality.resume(Role.ACTIVE);
            } finally {
                nvram.restorePower();
            }
        }
        assertEquals(Role.GATED, personality.role());
    }
}
