package dev.holdover.model.card;

import static dev.holdover.model.card.CardRig.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.power.Sag;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrownOutTest {
    private static final long WORD = 0x1122_3344_5566_7788L;
    private static final int NIC_FIRST = 6;
    private static final int NVRAM_FIRST = 18;

    private final CardRig rig = CardRig.running();

    private void sag(long depthPpm, int order) {
        rig.card.sag(new Sag(depthPpm, MS, 0, order, 0));
        rig.loop.runFor(2 * MS);
    }

    private void recover() {
        rig.card.railRecovers();
        rig.loop.runFor(12 * MS);
    }

    private long domainLoads() {
        long sum = 0;
        for (PowerDomain domain : PowerDomain.values()) {
            sum += rig.card.read(Register.DOMAIN_LOAD_MW, domain.ordinal());
        }
        return sum;
    }

    @Test
    void holdsTheProcessorInResetWhileItsVoltageIsLow() {
        sag(820_000, 0);
        rig.loop.runFor(50 * MS);
        assertEquals(ProcessorState.RESET, rig.card.state());
        assertEquals(82, rig.read(Register.MAIN_PCT));
        assertEquals(List.of(), rig.heard("boot"));
        recover();
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        assertTrue(Field.CAUSE_BROWN_OUT.in(rig.read(Register.RESET_CAUSE)));
        assertEquals(List.of("boot"), rig.heard("boot"));
    }

    @Test
    void portsWithoutPowerCarryNoFrameEitherWay() {
        sag(830_000, NIC_FIRST);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        rig.card.transmit(0, 2, new byte[64], 0, 64);
        rig.card.receive(0, new byte[64], 0, 64);
        assertEquals(List.of(), rig.heard("frame"));
        recover();
        rig.card.transmit(0, 2, new byte[64], 0, 64);
        rig.card.receive(0, new byte[64], 0, 64);
        assertEquals(List.of("frame to 2 by port 0", "frame 64"), rig.heard("frame"));
    }

    @Test
    void portsWithoutPowerFailTheirSelfTest() {
        assertEquals(0b01, Field.NIC_CARRIER.get(rig.read(Register.NIC_STATUS)));
        assertEquals(0, Field.NIC_FAULT.get(rig.read(Register.NIC_STATUS)));
        sag(830_000, NIC_FIRST);
        assertEquals(0, Field.NIC_CARRIER.get(rig.read(Register.NIC_STATUS)));
        assertEquals(0b11, Field.NIC_FAULT.get(rig.read(Register.NIC_STATUS)));
        recover();
        assertEquals(0, Field.NIC_FAULT.get(rig.read(Register.NIC_STATUS)));
    }

    @Test
    void aBridgeWithoutPowerLosesItsRegistersAndTheLink() {
        rig.link.train();
        rig.card.write(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.mask());
        sag(720_000, 0);
        assertFalse(rig.link.up());
        assertFalse(rig.card.powered(PowerDomain.BRIDGE));
        recover();
        assertTrue(rig.card.bridge().cardGateShut());
        assertEquals(Field.CAUSE_BROWN_OUT.mask(), rig.read(Register.RESET_CAUSE));
        assertEquals(List.of("boot"), rig.heard("boot"));
    }

    @Test
    void theBatteriesHoldTheNvramWhenNothingElseDoes() {
        rig.card.memory().putLong(64, WORD);
        long before = rig.card.chargeMj();
        sag(0, NVRAM_FIRST);
        rig.loop.runFor(10_000 * MS);
        assertTrue(rig.card.powered(PowerDomain.NVRAM));
        assertTrue(rig.card.chargeMj() < before);
        recover();
        assertEquals(WORD, rig.card.memory().getLong(64));
        assertEquals(List.of(), rig.heard("nvram lost"));
        assertEquals(ProcessorState.RUNNING, rig.card.state());
    }

    @Test
    void withoutBatteriesTheContentsAreLostWhenItsRegulatorGivesUp() {
        rig.card.memory().putLong(64, WORD);
        rig.card.batteries(source -> {
            source.present(0, false, rig.loop.nowNs());
            source.present(1, false, rig.loop.nowNs());
        });
        sag(710_000, 0);
        assertEquals(WORD, rig.card.memory().getLong(64));
        sag(690_000, 0);
        assertEquals(List.of("nvram lost"), rig.heard("nvram lost"));
        recover();
        assertEquals(ProcessorState.RUNNING, rig.card.state());
    }

    @Test
    void anEmptyBatteryEndsWhatItHeldDuringASag() {
        CardRig small = new CardRig(100, 5_000);
        small.card.mainRail(true);
        small.loop.runFor(3 * MS);
        small.card.sag(new Sag(0, 0, 0, 0, 0));
        small.loop.runFor(1_000 * MS);
        assertEquals(List.of(), small.heard("nvram lost"));
        small.loop.runFor(2_000 * MS);
        assertEquals(List.of("nvram lost"), small.heard("nvram lost"));
    }

    @Test
    void powerGoodThatGoesPutsWhatHadFallenOnTheBatteries() {
        sag(500_000, 0);
        assertEquals(ProcessorState.RESET, rig.card.state());
        rig.card.mainRail(false);
        rig.loop.runFor(3 * MS);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        rig.card.mainRail(true);
        rig.loop.runFor(3 * MS);
        assertEquals(ProcessorState.RESET, rig.card.state());
        recover();
        assertEquals(ProcessorState.RUNNING, rig.card.state());
    }

    @Test
    void aBouncingRailNeverWedgesTheCard() {
        for (int order = 0; order < Sag.ORDERS; order++) {
            rig.card.sag(new Sag(300_000, MS / 3, 5, order, (order * 7) % Sag.ORDERS));
            rig.loop.runFor(2 * MS);
            rig.card.railRecovers();
            rig.loop.runFor(400 * MS);
            assertEquals(ProcessorState.RUNNING, rig.card.state(), "order " + order);
            assertEquals(15, rig.read(Register.DOMAIN_STATUS));
        }
        assertEquals(List.of(), rig.heard("nvram lost"));
    }

    @Test
    void theLoadIsTheSumOfWhatTheDomainsDraw() {
        assertEquals(5_000, rig.read(Register.LOAD_MW));
        assertEquals(5_000, domainLoads());
        assertEquals(15, rig.read(Register.DOMAIN_STATUS));
        rig.card.mainRail(false);
        rig.card.write(Register.POWER_CTRL, 0, Field.POWER_SLEEP.mask());
        assertEquals(ProcessorState.SLEEPING, rig.card.state());
        assertEquals(50, rig.read(Register.LOAD_MW));
        assertEquals(50, rig.card.read(Register.DOMAIN_LOAD_MW, PowerDomain.NVRAM.ordinal()));
        assertEquals(PowerDomain.NVRAM.bit(), rig.read(Register.DOMAIN_STATUS));
    }
}
