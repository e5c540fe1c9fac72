package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.StorageArray;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Invariant 12: after a reservation with e+1 no disk write of e lands, and FLUSH and FUA keep their order.
 *
 * <p>It looks at what lands, not at what the array decides. A take-over persists its epoch before it reserves, and
 * opens the gate only when the volume is reserved for its epoch, or has been given up before the host's eyes. What was
 * flushed, or written past the cache, is there when the array has lost its power; a flush is done after all that came
 * before it and before all that came after it.
 */
final class ReservationCheck implements Witness {
    private static final long FIRST_EPOCH = 1;

    private record Landed(int sector, long writeId) {}

    private record Waiting(long tag, long group, boolean flush) {}

    /** What is known of one personality's volume. */
    private static final class Seen {
        private long kept = FIRST_EPOCH;
        private long givenUp;
        private long group;
        private long[] durable = {};
        private final List<Landed> landed = new ArrayList<>();
        private final List<Waiting> waiting = new ArrayList<>();

        private long durable(int sector) {
            return sector < durable.length ? durable[sector] : 0;
        }

        private void harden(int sector, long writeId) {
            if (sector >= durable.length) {
                durable = Arrays.copyOf(durable, sector * 2 + 1);
            }
            durable[sector] = writeId;
        }

        private boolean mayBe(int sector, long writeId) {
            return durable(sector) == writeId || landed.contains(new Landed(sector, writeId));
        }
    }

    private final Oracles oracles;
    private final Violations violations;
    private final Seen[] volumes;
    private final int[] windows;

    ReservationCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.numbers();
        this.volumes = new Seen[cards];
        for (int i = 0; i < cards; i++) {
            volumes[i] = new Seen();
        }
        this.windows = new int[cards];
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        if (notice == Notice.VOLUME_GIVEN_UP) {
            volumes[(int) b].givenUp = Math.max(volumes[(int) b].givenUp, a);
        }
    }

    @Override
    public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int itsWindows) {
        CardOracle oracle = oracles.of(card);
        int fresh = itsWindows & ~windows[oracle.number()];
        windows[oracle.number()] = itsWindows;
        for (int slot = 0; slot < NvramLayout.MAX_SLOTS && fresh >>> slot != 0; slot++) {
            if ((fresh >>> slot & 1) != 0 && card.config().storage().attached()) {
                Seen volume = volumes[oracle.personality(slot)];
                long epoch = oracle.epoch(slot);
                if (Math.max(volume.kept, volume.givenUp) < epoch) {
                    broken(
                            card.name(),
                            "opens the gate of personality " + oracle.personality(slot) + " in epoch " + epoch
                                    + " while its volume is reserved for epoch " + volume.kept);
                }
            }
        }
    }

    @Override
    public void volumeReserved(StorageArray array, int personality, long epoch, int aborted) {
        volumes[personality].kept = Math.max(volumes[personality].kept, epoch);
        for (CardOracle card : oracles.all()) {
            int slot = Oracles.slotOf(card, personality);
            if (slot >= 0 && card.epoch(slot) >= epoch) {
                return;
            }
        }
        broken(
                array.name(),
                "is asked to keep the volume of personality " + personality + " for epoch " + epoch
                        + ", which no card has persisted: a crash now would leave it to nobody");
    }

    @Override
    public void diskQueued(StorageArray array, int personality, long tag, boolean flush, boolean write) {
        Seen volume = volumes[personality];
        volume.waiting.add(new Waiting(tag, volume.group, flush));
        volume.group += flush ? 1 : 0;
    }

    @Override
    public void diskEnded(StorageArray array, int personality, long tag, boolean done) {
        Seen volume = volumes[personality];
        for (int i = 0; i < volume.waiting.size(); i++) {
            Waiting ended = volume.waiting.get(i);
            if (ended.tag() == tag) {
                volume.waiting.remove(i);
                if (done) {
                    inOrder(array, volume, ended);
                }
                return;
            }
        }
    }

    private void inOrder(StorageArray array, Seen volume, Waiting ended) {
        for (Waiting other : volume.waiting) {
            boolean older = ended.flush() ? other.group() <= ended.group() : other.group() < ended.group();
            if (older && (ended.flush() || other.flush())) {
                broken(array.name(), "does a command before one that a flush parts it from");
            }
        }
    }

    @Override
    public void diskWritten(
            StorageArray array, int personality, long epoch, int sector, long writeId, boolean through) {
        Seen volume = volumes[personality];
        if (epoch < volume.kept) {
            broken(
                    array.name(),
                    "lets a write of epoch " + epoch + " land on the volume of personality " + personality
                            + ", which is reserved for epoch " + volume.kept);
        }
        if (through) {
            volume.landed.removeIf(each -> each.sector() == sector);
            volume.harden(sector, writeId);
        } else {
            volume.landed.add(new Landed(sector, writeId));
        }
    }

    @Override
    public void diskFlushed(StorageArray array, int personality) {
        Seen volume = volumes[personality];
        volume.landed.forEach(each -> volume.harden(each.sector(), each.writeId()));
        volume.landed.clear();
    }

    @Override
    public void volumeRead(Host host, int personality, int sector, long writeId) {
        if (!volumes[personality].mayBe(sector, writeId)) {
            broken(
                    host.name(),
                    "reads write " + writeId + " in sector " + sector + " of the volume of personality " + personality
                            + ", which is not what was written there");
        }
    }

    @Override
    public void arrayPower(StorageArray array, boolean on) {
        if (on) {
            return;
        }
        for (int personality = 1; personality < volumes.length; personality++) {
            Seen volume = volumes[personality];
            volume.waiting.clear();
            for (int sector = 0; sector < array.sectors(); sector++) {
                long found = array.onMedium(personality, sector);
                if (!volume.mayBe(sector, found)) {
                    broken(
                            array.name(),
                            "has lost what was flushed to sector " + sector + " of the volume of personality "
                                    + personality);
                }
                volume.harden(sector, found);
            }
            volume.landed.clear();
        }
    }

    private void broken(String who, String text) {
        violations.broken(Invariant.RESERVED_FIRST, who, text);
    }
}
