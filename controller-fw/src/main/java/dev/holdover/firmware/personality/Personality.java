package dev.holdover.firmware.personality;

import static dev.holdover.model.contract.Role.ACTIVE;
import static dev.holdover.model.contract.Role.BACKUP_SYNC;
import static dev.holdover.model.contract.Role.BOOT;
import static dev.holdover.model.contract.Role.CATCHUP;
import static dev.holdover.model.contract.Role.CLAIMING;
import static dev.holdover.model.contract.Role.DRAINED;
import static dev.holdover.model.contract.Role.DRAINING;
import static dev.holdover.model.contract.Role.GATED;
import static dev.holdover.model.contract.Role.REPLAYING;
import static dev.holdover.model.contract.Role.STALE;
import static dev.holdover.model.contract.Role.SUPERSEDED;

import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.WriteLog;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * One host's identity on this card: its slot of the NVRAM, its log and rings, its role and epoch.
 *
 * <pre>
 * BOOT -> whatever the superblock remembers
 * ACTIVE -> GATED            the host failed: fenced, nothing sent yet
 * GATED -> DRAINING          certificate issued, or nobody to hand over to: the rest is sent
 * DRAINING -> DRAINED        the peer has everything
 * GATED, DRAINING, DRAINED -> ACTIVE       the host proved itself, or a peer let it back; no certificate is out
 * ACTIVE, GATED, DRAINING, DRAINED -> SUPERSEDED    another card owns a later epoch
 * SUPERSEDED, STALE -> BACKUP_SYNC | CATCHUP        the new owner fills us
 * CATCHUP -> BACKUP_SYNC     everything up to the owner's word is here
 * BACKUP_SYNC -> CATCHUP     the owner's log no longer reaches back to us
 * BACKUP_SYNC -> CLAIMING    certificate here, log complete
 * CLAIMING -> REPLAYING -> ACTIVE
 * </pre>
 *
 * The role is persisted before anything follows from it.
 */
public final class Personality {
    private static final Map<Role, Set<Role>> EDGES = edges();

    private final Hal hal;
    private final SlotConfig config;
    private final int slot;
    private final int card;
    private final Superblock superblock;
    private final Superblock.Slot record;
    private final WriteLog log;
    private final SubmissionRing submissions;
    private final CompletionRing completions;
    private final long base;
    private final NvramLayout layout;
    private Role role = BOOT;

    public Personality(Hal hal, NvramLayout layout, int card, int slot, SlotConfig config, Superblock superblock) {
        this.hal = hal;
        this.layout = layout;
        this.card = card;
        this.slot = slot;
        this.config = config;
        this.superblock = superblock;
        this.record = superblock.slot(slot);
        this.base = layout.slot(slot);
        this.log = new WriteLog(layout, hal.nvram(), base);
        this.submissions = new SubmissionRing(layout, hal.nvram(), base);
        this.completions = new CompletionRing(layout, hal.nvram(), base);
    }

    public int slot() {
        return slot;
    }

    public SlotConfig config() {
        return config;
    }

    /** Number of the card that holds the other copy; zero: none. */
    public int peer() {
        return config.peerCard();
    }

    /** Whether this is the identity of the card's own host. */
    public boolean isHome() {
        return config.homeCard() == card;
    }

    /** What is remembered over restarts. Change it, then {@link #persist}. */
    public Superblock.Slot record() {
        return record;
    }

    public void persist() {
        superblock.persist();
    }

    public WriteLog log() {
        return log;
    }

    public SubmissionRing submissions() {
        return submissions;
    }

    public CompletionRing completions() {
        return completions;
    }

    public NvramLayout layout() {
        return layout;
    }

    /** Where the slot begins in the NVRAM. */
    public long base() {
        return base;
    }

    public Role role() {
        return role;
    }

    public long epoch() {
        return record.epoch();
    }

    /** Whether this card owns the present epoch, its gate open or shut. */
    public boolean owns() {
        return role == ACTIVE || role == GATED || role == DRAINING || role == DRAINED;
    }

    /** Whether this card takes the owner's log. */
    public boolean follows() {
        return role == BACKUP_SYNC || role == CATCHUP;
    }

    /** Makes the role durable and visible to the host. */
    public void become(Role next) {
        if (!EDGES.getOrDefault(role, EnumSet.noneOf(Role.class)).contains(next)) {
            throw new IllegalStateException("slot " + slot + ": " + role + " -> " + next);
        }
        role = next;
        record.role(next);
        superblock.persist();
        publish();
    }

    /** Takes the role that the superblock remembers, without a store. */
    public void resume(Role remembered) {
        role = remembered;
        publish();
    }

    /** Shows personality, role and epoch to the host. */
    public void publish() {
        long state = Field.SLOT_ROLE.set(0, role.ordinal());
        hal.write(Register.SLOT_STATE, slot, Field.SLOT_PERSONALITY.set(state, config.personality()));
        hal.write(Register.SLOT_EPOCH, slot, record.epoch());
        hal.write(Register.INT_RAISE, Field.INT_SLOT.mask());
    }

    /** Folds what this personality is into a number. */
    public long stateHash() {
        return ((role.ordinal() * 31L + record.epoch()) * 31 + log.lsn()) * 31 + log.hash();
    }

    private static Map<Role, Set<Role>> edges() {
        Map<Role, Set<Role>> edges = new EnumMap<>(Role.class);
        edges.put(ACTIVE, EnumSet.of(GATED, SUPERSEDED));
        edges.put(GATED, EnumSet.of(DRAINING, ACTIVE, SUPERSEDED));
        edges.put(DRAINING, EnumSet.of(DRAINED, ACTIVE, SUPERSEDED));
        edges.put(DRAINED, EnumSet.of(ACTIVE, SUPERSEDED));
        edges.put(SUPERSEDED, EnumSet.of(BACKUP_SYNC, CATCHUP));
        edges.put(STALE, EnumSet.of(BACKUP_SYNC, CATCHUP));
        edges.put(CATCHUP, EnumSet.of(BACKUP_SYNC));
        edges.put(BACKUP_SYNC, EnumSet.of(CATCHUP, CLAIMING));
        edges.put(CLAIMING, EnumSet.of(REPLAYING));
        edges.put(REPLAYING, EnumSet.of(ACTIVE));
        return edges;
    }
}
