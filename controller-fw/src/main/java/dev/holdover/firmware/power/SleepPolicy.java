package dev.holdover.firmware.power;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.HostHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import java.util.List;

/**
 * When the card goes to sleep on battery.
 *
 * <pre>
 * AWAKE -> ASLEEP   the host is gone, everything owed is sent, and nothing has happened for a while
 * AWAKE -> ASLEEP   no more energy is left than what keeps the NVRAM: what is not sent is retained
 * ASLEEP -> AWAKE   the mains are back; the hardware does that, by a reset
 * </pre>
 */
public class SleepPolicy {
    private static final long QUIET_NS = 2_000_000_000L;

    private final Hal hal;
    private final List<Personality> personalities;
    private final HostHealth health;
    private final EnergyBudget energy;
    private long lastState;
    private long quietSinceNs;

    public SleepPolicy(Hal hal, List<Personality> personalities, HostHealth health, EnergyBudget energy) {
        this.hal = hal;
        this.personalities = personalities;
        this.health = health;
        this.energy = energy;
    }

    /** A heartbeat period has passed. */
    public final void tick() {
        long now = 0;
        for (int i = 0; i < personalities.size(); i++) {
            now = now * 31 + personalities.get(i).stateHash();
        }
        if (now != lastState || Field.RAIL_MAIN.in(hal.read(Register.RAIL_STATUS))) {
            lastState = now;
            quietSinceNs = hal.nowNs();
        }
        if (Field.RAIL_MAIN.in(hal.read(Register.RAIL_STATUS)) || health.alive()) {
            return;
        }
        if (mustRetain(energy) || hal.nowNs() - quietSinceNs >= QUIET_NS && nothingOwed()) {
            hal.journal(Notice.SLEEPING, 0, hal.read(Register.CHARGE_MJ), nothingOwed() ? 0 : 1);
            hal.write(Register.POWER_CTRL, Field.POWER_SLEEP.mask());
        }
    }

    /** Whether only the retention's energy is left. */
    protected boolean mustRetain(EnergyBudget budget) {
        return budget.mustRetain();
    }

    private boolean nothingOwed() {
        for (int i = 0; i < personalities.size(); i++) {
            Role role = personalities.get(i).role();
            if (role == Role.GATED || role == Role.DRAINING || role == Role.CLAIMING || role == Role.REPLAYING) {
                return false;
            }
        }
        return true;
    }
}
