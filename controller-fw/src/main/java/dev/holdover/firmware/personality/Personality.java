package dev.holdover.firmware.personality;

import static dev.holdover.model.contract.Role.ACTIVE;
import static dev.holdover.model.contract.Role.BACKUP_SYNC;
import static dev.holdover.model.contract.Role.BOOT;
import static dev.holdover.model.contract.Role.CATCHUP;
import static dev.holdover.model.contract.Role.CLAIMING;
import static dev.holdover.model.contract.Role.DRAINED;
import static dev.holdover.model.contract.Role.DRAINING;
import static dev.holdover.model.contract.Role.FORKED;
import static dev.holdover.model.contract.Role.GATED;
import static dev.holdover.model.contract.Role.REPLAYING;
import static dev.holdover.model.contract.Role.RETURNING;
import static dev.holdover.model.contract.Role.STALE;
import static dev.holdover.model.contract.Role.SUPERSEDED;

import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.PreImage;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.WriteLog;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

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
 * CLAIMING -> REPLAYING -> ACTIVE          what lies outside is reserved; the log is replayed
 * REPLAYING -> RETURNING     kept for the home card, which asks for it: never opened here
 * BACKUP_SYNC, CATCHUP, STALE -> STALE    erased by its owner
 * CLAIMING -> SUPERSEDED     another card owns a later epoch before that
 * ACTIVE -> RETURNING        a guest goes home: the window is closed, the rest is sent
 * RETURNING -> DRAINED       home has everything: certificate issued
 * RETURNING -> ACTIVE        home went away before that
 * ACTIVE -> CLAIMING         the lease was lost, and a majority has elected the owner anew
 * GATED .. DRAINED, CATCHUP, STALE, SUPERSEDED, FORKED -> CLAIMING     an operator forces it
 * any that owned -> FORKED   an operator forced the same epoch elsewhere
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
    private final int[] peers;
    private final PreImage preImage;
    private final IntConsumer keep;
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
        this.preImage = new PreImage(layout, hal.nvram(), base);
        this.keep = preImage::keep;
        this.peers = config.copies().stream()
                .mapToInt(Integer::intValue)
                .filter(each -> each != card && config.copies().contains(card))
                .toArray();
    }

    public int slot() {
        return slot;
    }

    public SlotConfig config() {
        return config;
    }

    /** How many other cards hold a copy. */
    public int peers() {
        return peers.length;
    }

    /** Number of the card that holds other copy {@code peer}, from zero. */
    public int peerCard(int peer) {
        return peers[peer];
    }

    /** Which other copy {@code onCard} holds, or -1. */
    public int peerOn(int onCard) {
        for (int i = 0; i < peers.length; i++) {
            if (peers[i] == onCard) {
                return i;
            }
        }
        return -1;
    }

    /** Whether {@code onCard} has a copy or a vote. */
    public boolean concerns(int onCard) {
        return config.copies().contains(onCard) || config.witnesses().contains(onCard);
    }

    /** Place of a card in the list of copies, or -1: its bit in sync sets. */
    public int copyOn(int onCard) {
        return config.copies().indexOf(onCard);
    }

    /** Number of this card. */
    public int card() {
        return card;
    }

    /** Whether this card holds a copy, and does not only vote. */
    public boolean holdsCopy() {
        return config.copies().contains(card);
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

    /** What this copy was before it was filled. */
    public PreImage preImage() {
        return preImage;
    }

    /**
     * Keeps the image as it is now, so that it can be brought back however far its filling comes. Takes
     * effect with {@link #persist}.
     */
    public void keepPreImage() {
        if (!record.preImageKept()) {
            preImage.drop();
            boolean applied = log.read(log.applied());
            record.keepPreImage(log.applied(), applied ? log.hashRead() : 0);
        }
    }

    /**
     * Brings the image up to the end of the log. May be cut at any store and begun again.
     *
     * @return how many records were replayed
     */
    public long replay() {
        return record.preImageKept() ? log.replay(keep) : log.replay();
    }

    /** The card that owns the present epoch, zero if this card does not know. */
    public int owner() {
        int last = record.historySize() - 1;
        return last >= 0 && record.historyEpoch(last) == record.epoch() ? record.historyOwner(last) : 0;
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
        return role == ACTIVE || role == GATED || role == DRAINING || role == DRAINED || role == RETURNING;
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

    /**
     * Makes this copy zeros. Before the first byte goes, its role claims nothing and its log says that nothing is
     * here: wherever this is cut, the owner fills all of it.
     */
    public void blank() {
        record.clearCertificate();
        record.dropPreImage();
        become(STALE);
        log.format();
        byte[] zeros = new byte[NvramLayout.BLOCK];
        for (long at = layout.slotBytes(); at > zeros.length; at -= zeros.length) {
            hal.nvram().put(base + at - zeros.length, zeros, 0, zeros.length);
        }
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
        edges.put(ACTIVE, EnumSet.of(GATED, RETURNING, SUPERSEDED, CLAIMING, FORKED));
        edges.put(GATED, EnumSet.of(DRAINING, ACTIVE, SUPERSEDED, CLAIMING, FORKED));
        edges.put(DRAINING, EnumSet.of(DRAINED, ACTIVE, SUPERSEDED, CLAIMING, FORKED));
        edges.put(DRAINED, EnumSet.of(ACTIVE, SUPERSEDED, CLAIMING, FORKED));
        edges.put(RETURNING, EnumSet.of(DRAINED, ACTIVE, GATED, SUPERSEDED, FORKED));
        edges.put(SUPERSEDED, EnumSet.of(BACKUP_SYNC, CATCHUP, CLAIMING));
        edges.put(FORKED, EnumSet.of(SUPERSEDED, CLAIMING));
        edges.put(STALE, EnumSet.of(BACKUP_SYNC, CATCHUP, CLAIMING, STALE));
        edges.put(CATCHUP, EnumSet.of(BACKUP_SYNC, CLAIMING, STALE));
        edges.put(BACKUP_SYNC, EnumSet.of(CATCHUP, CLAIMING, STALE));
        edges.put(CLAIMING, EnumSet.of(REPLAYING, SUPERSEDED));
        edges.put(REPLAYING, EnumSet.of(ACTIVE, RETURNING));
        return edges;
    }
}
