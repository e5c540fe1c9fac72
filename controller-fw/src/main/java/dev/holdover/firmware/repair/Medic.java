package dev.holdover.firmware.repair;

import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import java.util.Arrays;
import java.util.List;

/**
 * Words of the NVRAM that can't be corrected. What they held decides what is done:
 *
 * <pre>
 * superblock copy     written anew; the other copy says the same
 * log header          the newest is written anew, an older one is forgotten; its block stays dirty
 * payload             given up: its checksum fails from now on, and the image or the writer has the bytes
 * dirty maps          count as dirty
 * control page        written anew from what is known
 * rings               left until they are overwritten; at a boot an entry is given up and submitted again
 * image               fetched from another card, the words that are lost and no others; they can't be read until then
 * pre-image           left: it is wanted only by force, and can't be read then either
 * intents             left until they are overwritten: they do not count
 * block area          written anew, and the host asks again; a buffer is left until it is overwritten
 * pre-image map       the copy that is being filled begins anew, by a boot
 * </pre>
 *
 * <p>What is needed and known nowhere else, a record that was committed and not yet applied, keeps a boot
 * from serving. The hardware logs one address at a time; the scrubber comes by again for the others.
 */
public class Medic {
    private static final int MOST_WAITING = 64;
    private static final long NONE = -1;
    private static final int WORD = 8;
    private static final int MOST_ASKED = 16;
    private static final int ASKED_IN_VAIN = 5;

    private final Hal hal;
    private final Messenger messenger;
    private final Superblock superblock;
    private final List<Personality> personalities;
    private final Replicator replicator;
    private final BlockVolumes blocks;
    private final long[] waiting = new long[MOST_WAITING];
    private final int[] asked = new int[MOST_WAITING];
    private final int[] repaired = new int[MOST_WAITING];
    private final byte[] bytes = new byte[NvramLayout.BLOCK];

    public Medic(
            Hal hal,
            Messenger messenger,
            Superblock superblock,
            List<Personality> personalities,
            Replicator replicator,
            BlockVolumes blocks) {
        this.hal = hal;
        this.messenger = messenger;
        this.superblock = superblock;
        this.personalities = personalities;
        this.replicator = replicator;
        this.blocks = blocks;
        Arrays.fill(waiting, NONE);
    }

    /** The memory has logged an error; nothing else is going on. */
    public final void errors() {
        long address = logged();
        if (address < 0) {
            return;
        }
        if (address < NvramLayout.SLOTS_AT) {
            int copy = (int) (address / NvramLayout.BLOCK);
            if (address % NvramLayout.BLOCK >= superblock.size()) {
                hal.nvram().putLong(address, 0);
                return;
            }
            superblock.distrust(copy);
            superblock.persist();
            hal.journal(Notice.SUPERBLOCK_REPAIRED, 0, copy, 0);
            return;
        }
        Personality personality = at(address);
        NvramLayout layout = personality.layout();
        long within = address - personality.base();
        if (within >= layout.blockArea()) {
            blocks.mend(personality, address);
        } else if (within >= layout.preImage()) {
            return;
        } else if (within >= layout.preImageMap()) {
            preImageMap(personality, address);
        } else if (within >= layout.image()) {
            await(personality, (int) ((within - layout.image()) / NvramLayout.BLOCK));
        } else if (within >= layout.payloads()) {
            giveUp(personality, address);
        } else if (within >= layout.dirtyMap()) {
            dirtyMap(personality, address);
        } else if (within >= layout.headers()) {
            personality.log().mend(address, personality.epoch());
            hal.journal(Notice.RECORD_REPAIRED, personality.slot(), address, 0);
        } else if (within < layout.submissions()) {
            control(personality, within);
        }
    }

    /** A boot begins; what the last life met is made readable, as far as the NVRAM alone tells how. */
    public final void beforeRecovery() {
        long address = logged();
        if (address < NvramLayout.SLOTS_AT) {
            return;
        }
        Personality personality = at(address);
        NvramLayout layout = personality.layout();
        long within = address - personality.base();
        if (within >= layout.image() && within < layout.preImageMap()) {
            await(personality, (int) ((within - layout.image()) / NvramLayout.BLOCK));
        } else if (within >= layout.payloads()) {
            return;
        } else if (within >= layout.submissions() && within < layout.headers()) {
            giveUp(personality, address);
        } else if (within < layout.submissions() && within != NvramLayout.APPLIED) {
            control(personality, within);
        }
    }

    /** A heartbeat period has passed: asks for what is missing. */
    public final void tick() {
        for (int i = 0; i < MOST_WAITING; i++) {
            if (waiting[i] != NONE) {
                ask(i);
            }
        }
    }

    /** Bytes that were asked for may have come; says whether they were ours to take. */
    public final boolean data(Personality personality, Frame frame) {
        int length = frame.payloadLength() - 16;
        if (length <= 0 || length % WORD != 0) {
            return false;
        }
        long offset = frame.wordAt(0);
        int block = (int) (offset / NvramLayout.BLOCK);
        if (offset < 0 || offset % WORD != 0 || (offset + length - 1) / NvramLayout.BLOCK != block) {
            return false;
        }
        for (int i = 0; i < MOST_WAITING; i++) {
            if (waiting[i] == entry(personality, block)) {
                if (available(personality, frame.sender(), block)
                        && frame.wordAt(1) <= personality.log().lsn()) {
                    repaired[i] += repair(personality, offset, length, frame);
                    whole(i, personality, block);
                }
                return true;
            }
        }
        return false;
    }

    /** A block of the image can't be read: it is wanted from the other card. */
    protected void await(Personality personality, int block) {
        int free = -1;
        for (int i = MOST_WAITING - 1; i >= 0; i--) {
            if (waiting[i] == entry(personality, block)) {
                return;
            }
            free = waiting[i] == NONE ? i : free;
        }
        if (free >= 0) {
            waiting[free] = entry(personality, block);
            asked[free] = 0;
            repaired[free] = 0;
            ask(free);
        }
    }

    private void ask(int i) {
        Personality personality = personalities.get((int) (waiting[i] >>> 32));
        int block = (int) waiting[i];
        if (whole(i, personality, block)) {
            return;
        }
        asked[i] = asked(personality, block) ? asked[i] + 1 : Math.max(asked[i] + 1, ASKED_IN_VAIN);
        if (asked[i] == ASKED_IN_VAIN) {
            hal.journal(Notice.BLOCK_UNREADABLE, personality.slot(), block, 0);
        }
    }

    /** Whether a block that was waited for can be read again. */
    private boolean whole(int i, Personality personality, int block) {
        long image = personality.log().imageAt((long) block * NvramLayout.BLOCK);
        if (unreadable(image, NvramLayout.BLOCK) >= 0) {
            return false;
        }
        waiting[i] = NONE;
        if (repaired[i] > 0) {
            hal.journal(Notice.BLOCK_REPAIRED, personality.slot(), block, repaired[i]);
        }
        return true;
    }

    /** Asks every card that can give a block for the words that are lost; says whether there is one. */
    private boolean asked(Personality personality, int block) {
        boolean any = false;
        for (int peer = 0; peer < personality.peers(); peer++) {
            int card = personality.peerCard(peer);
            if (messenger.connected(card) && available(personality, card, block)) {
                any = true;
                askWords(personality, card, (long) block * NvramLayout.BLOCK);
            }
        }
        return any;
    }

    /** Word by word: another word of the same block may be lost over there. */
    private void askWords(Personality personality, int card, long from) {
        long image = personality.log().imageAt(0);
        long end = from + NvramLayout.BLOCK;
        long lost = unreadable(image + from, NvramLayout.BLOCK);
        for (int n = 0; n < MOST_ASKED && lost >= 0; n++) {
            messenger
                    .begin(MessageType.FETCH, card, personality.config(), personality.epoch())
                    .word(lost - image)
                    .word(WORD)
                    .word(0);
            messenger.send();
            long next = lost - image + WORD;
            lost = next < end ? unreadable(image + next, (int) (end - next)) : NONE;
        }
    }

    /**
     * Whether a card has what this one should have. A follower's bytes are the owner's, unless they are dirty
     * for it; and only the owner knows what another follower has.
     */
    private boolean available(Personality personality, int card, int block) {
        if (personality.owns()) {
            return !personality.log().dirty(personality.peerOn(card)).get(block);
        }
        return personality.owner() == card;
    }

    /** Stores the words that can't be read, and those only; says how many there were. */
    private int repair(Personality personality, long offset, int length, Frame frame) {
        long image = personality.log().imageAt(offset);
        int at = frame.payloadAt(16);
        int words = 0;
        if (personality.record().preImageKept()) {
            personality.preImage().keep((int) (offset / NvramLayout.BLOCK));
        }
        for (int i = 0; i < length; i += WORD) {
            if (unreadable(image + i, WORD) >= 0) {
                hal.nvram().putLong(image + i, Words.getLong(frame.bytes(), at + i));
                words++;
            }
        }
        return words;
    }

    /** The first word that can't be read, or -1; if there is none, {@link #bytes} holds what was read. */
    private long unreadable(long address, int length) {
        try {
            hal.nvram().get(address, bytes, 0, length);
            return NONE;
        } catch (UncorrectableError error) {
            return error.offset() & -WORD;
        }
    }

    /** A word of one peer's map counts as all dirty; behind the last map nothing lies. */
    private void dirtyMap(Personality personality, long address) {
        if (personality.log().mendDirty(address)) {
            hal.journal(Notice.RECORD_REPAIRED, personality.slot(), address, 0);
        } else {
            giveUp(personality, address);
        }
    }

    /** Which blocks of the old self are kept is not known any more: a boot begins this copy anew. */
    private void preImageMap(Personality personality, long address) {
        if (personality.record().preImageKept() && !personality.preImage().readable()) {
            throw new UncorrectableError(address);
        }
        giveUp(personality, address);
    }

    /** The address of the error that is logged, or -1; the log is free again then. */
    private long logged() {
        long status = hal.read(Register.ERR_STATUS);
        long address = hal.read(Register.ERR_ADDR_LOG);
        hal.write(Register.ERR_STATUS, status);
        return Field.ERR_MULTI.in(status) ? address : NONE;
    }

    private Personality at(long address) {
        long slot =
                (address - NvramLayout.SLOTS_AT) / personalities.get(0).layout().slotBytes();
        return personalities.get((int) Math.min(slot, personalities.size() - 1));
    }

    private void giveUp(Personality personality, long address) {
        hal.nvram().putLong(address, 0);
        hal.journal(Notice.RECORD_REPAIRED, personality.slot(), address, 0);
    }

    private void control(Personality personality, long within) {
        long value = switch ((int) within) {
            case NvramLayout.APPLIED -> personality.log().applied();
            case NvramLayout.CONSUMED -> lastCompleted(personality);
            case NvramLayout.CREDIT -> replicator.credit(personality);
            case NvramLayout.USER_BYTES -> personality.layout().userBytes();
            case NvramLayout.LOG_SLOTS -> personality.layout().logSlots();
            case NvramLayout.PEERS -> personality.layout().peers();
            default -> 0;
        };
        hal.nvram().putLong(personality.base() + within, value);
        hal.journal(Notice.RECORD_REPAIRED, personality.slot(), personality.base() + within, 0);
    }

    /** Every submission that was taken has its completion; the last one's index is the highest in the ring. */
    private long lastCompleted(Personality personality) {
        long highest = 0;
        int slots = personality.layout().logSlots();
        for (int i = 0; i < slots; i++) {
            long at = personality.base() + personality.layout().completions() + (long) i * CompletionRing.BYTES;
            if (unreadable(at, WORD) < 0) {
                highest = Math.max(highest, CompletionRing.index(Words.getLong(bytes, 0)));
            }
        }
        return highest;
    }

    private static long entry(Personality personality, int block) {
        return (long) personality.slot() << 32 | block;
    }
}
