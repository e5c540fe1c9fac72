package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.VolumeConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.BlockArea;
import java.util.ArrayList;
import java.util.List;

/**
 * The block volumes of the personalities that this card may own, over the disks in its daughter slots (claims 11 and
 * 12). Their cache lies in the personality's image, so what the host was told is durable is so as everything else; here
 * it is brought to the disks, and what is not in the cache is read from them.
 */
public class BlockVolumes {
    /** Lines of a cache that are on their way to the disks at once. */
    public static final int LINES_AT_ONCE = Destager.LINES_AT_ONCE;

    private final Hal hal;
    private final Replicator replicator;
    private final EnergyBudget energy;
    private final Listener listener;
    private final List<BlockVolume> volumes = new ArrayList<>();

    /** Told when a take-over may go on. */
    @FunctionalInterface
    public interface Listener {
        /** The personality's disks are reserved for its epoch, as far as they answer. */
        void disksReserved(Personality personality);
    }

    public BlockVolumes(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            List<Personality> personalities,
            Replicator replicator,
            EnergyBudget energy,
            Listener listener) {
        this.hal = hal;
        this.replicator = replicator;
        this.energy = energy;
        this.listener = listener;
        for (VolumeConfig each : config.volumes()) {
            for (Personality personality : personalities) {
                if (personality.config().personality() == each.personality()) {
                    IntentStore intents = new IntentStore(hal, messenger, replicator, personality);
                    volumes.add(new BlockVolume(hal, each, personality, replicator, intents, new Surroundings()));
                }
            }
        }
    }

    /** Reserves a personality's disks for the epoch that was just persisted; false: the listener is told later. */
    public final boolean reserve(Personality personality) {
        boolean reserved = true;
        for (BlockVolume each : volumes) {
            if (each.personality() == personality) {
                reserved &= each.reserve();
            }
        }
        return reserved;
    }

    /** This card owns a personality from now on, or has booted as its owner. */
    public void open(Personality personality) {
        for (BlockVolume each : volumes) {
            if (each.personality() == personality) {
                each.open();
            }
        }
    }

    /** The host has proved itself, after a reboot or another failure. */
    public final void hostReturned() {
        for (BlockVolume each : volumes) {
            if (each.personality().owns()) {
                each.hostReturned();
            }
        }
    }

    /** An epoch of a personality has begun that is another card's. */
    public final void leave(Personality personality) {
        for (BlockVolume each : volumes) {
            if (each.personality() == personality) {
                each.leave();
            }
        }
    }

    /** A record of a personality's log has changed its image; the host hears of it only after this. */
    public void written(Personality personality, long target, int length) {
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i).personality() == personality) {
                volumes.get(i).written(target, length);
            }
        }
    }

    /** A word of the NVRAM can't be read that is a block volume's own, and lies behind the image. */
    public final void mend(Personality personality, long address) {
        long within = address - personality.base() - personality.layout().blockArea();
        for (int i = 0; i < volumes.size(); i++) {
            // A buffer is written anew with the next answer: zeros would be taken for what was read.
            if (volumes.get(i).personality() == personality && within >= 0 && within < BlockArea.BUFFERS_AT) {
                volumes.get(i).mend(within);
            }
        }
    }

    /** The doorbell of a personality rang. */
    public final void doorbell(Personality personality) {
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i).personality() == personality && personality.owns()) {
                volumes.get(i).doorbell();
            }
        }
    }

    /** A command that was given to the disk in a daughter slot has ended. */
    public final void disk(int slot, int tag, DiskStatus status) {
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i).members().at(slot) >= 0) {
                volumes.get(i).disk(slot, tag, status);
            }
        }
    }

    /** PROC_DAUGHTER: something has changed in the daughter slots. */
    public final void slotsChanged() {
        hal.write(Register.DAUGHTER_EVENT, hal.read(Register.DAUGHTER_EVENT));
        for (BlockVolume each : volumes) {
            if (each.personality().owns()) {
                each.slotsChanged();
            }
        }
    }

    /** A heartbeat period has passed. */
    public final void tick() {
        for (int i = 0; i < volumes.size(); i++) {
            affords(volumes.get(i), 0);
            volumes.get(i).tick();
        }
    }

    /** A frame about the intents of a personality's volume. */
    public final void message(Personality personality, Frame frame) {
        for (BlockVolume each : volumes) {
            if (each.personality() == personality) {
                if (frame.type() == MessageType.INTENT && personality.follows()) {
                    each.intents().take(frame);
                } else if (frame.type() == MessageType.INTENT_ACK && personality.owns()) {
                    each.intents().acknowledged(frame);
                    each.progress();
                }
            }
        }
    }

    /**
     * Whether a write to a personality's image must wait until less of the cache is dirty, so that the energy could
     * bring that to the disks. A line that another card has need not get there.
     */
    public final boolean mustWait(Personality personality, long target, int length) {
        for (int i = 0; i < volumes.size(); i++) {
            BlockVolume each = volumes.get(i);
            if (each.personality() == personality) {
                affords(each, length);
                return each.mustWait(target, length);
            }
        }
        return false;
    }

    private void affords(BlockVolume volume, int moreBytes) {
        volume.affords(affordedNs(volume.personality(), moreBytes));
    }

    /** How long the dirty lines of a personality's cache may take to the disks, in nanoseconds. */
    protected long affordedNs(Personality personality, int moreBytes) {
        boolean elsewhere = !personality.owns() || replicator.anyInSync(personality);
        return elsewhere ? Long.MAX_VALUE : energy.affordableNs(replicator.unsentBytes(personality) + moreBytes);
    }

    /** How long the lines would take to the disks that no other card has, in nanoseconds. */
    public long undestagedNs() {
        long ns = 0;
        for (int i = 0; i < volumes.size(); i++) {
            Personality personality = volumes.get(i).personality();
            boolean only = personality.owns() && !replicator.anyInSync(personality);
            ns += only ? volumes.get(i).undestagedNs() : 0;
        }
        return ns;
    }

    /** Lines of a personality's cache that are not on the disks. */
    public final int dirtyLines(Personality personality) {
        int dirty = 0;
        for (int i = 0; i < volumes.size(); i++) {
            dirty +=
                    volumes.get(i).personality() == personality ? volumes.get(i).dirtyLines() : 0;
        }
        return dirty;
    }

    public final long stateHash() {
        long hash = 0;
        for (BlockVolume each : volumes) {
            hash = hash * 31 + each.stateHash();
        }
        return hash;
    }

    private final class Surroundings implements BlockVolume.Listener {
        @Override
        public void mayGoOn(Personality personality) {
            listener.disksReserved(personality);
        }

        /** On battery another card that has everything does it better; alone, it is done while energy lasts. */
        @Override
        public boolean mayDestage(Personality personality) {
            boolean mains = Field.RAIL_MAIN.in(hal.read(Register.RAIL_STATUS));
            return mains || !replicator.anyInSync(personality) && !energy.mustRetain();
        }
    }
}
