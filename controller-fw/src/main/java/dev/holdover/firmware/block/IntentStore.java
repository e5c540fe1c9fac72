package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.raid.IntentLog;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The intents of one personality's block volume, in this card's NVRAM and in that of every card that may take over:
 * half a row on the disks is worse than none, so whoever takes over must be able to finish it.
 *
 * <p>There is one place more than slots: a record goes into the free one, so that a cut leaves the former one. A place
 * begins with a head of 64 bytes, little-endian:
 *
 * <pre>
 *  0  u64  sequence number, stored last: with each epoch it goes on from epoch x 2^32
 *  8  u32  length of the record   12  u32 slot
 * 16  u64  zero
 * 24  u32  CRC32C of the record   28  u32 CRC32C of bytes 8 to 63 with this word zero
 * 32  4 x u64  sequence numbers of the intents that are under way in slots 1 to 4; zero: none
 * </pre>
 *
 * The newest head tells which of the others still count. The record of slot 0 always does.
 */
final class IntentStore implements IntentLog {
    /** Slots: one for what the volume knows of its members, the others for intents. */
    static final int SLOTS = NvramLayout.INTENTS - 1;

    private static final int HEAD_BYTES = 64;
    private static final int LENGTH_AT = 8;
    private static final int SLOT_AT = 12;
    private static final int ZERO_AT = 16;
    private static final int CRC_AT = 24;
    private static final int HEAD_CRC_AT = 28;
    private static final int COUNTS_AT = 32;
    private static final int EPOCH_SHIFT = 32;
    private static final int PIECE = NvramLayout.BLOCK;
    private static final int WORDS = 8;

    private final Hal hal;
    private final Messenger messenger;
    private final Replicator replicator;
    private final Personality personality;
    private final long base;
    private final byte[] head = new byte[HEAD_BYTES];
    private final byte[] record = new byte[NvramLayout.INTENT_BYTES];
    private final CRC32C crc = new CRC32C();

    /** For each slot: the place of its record, or -1; that record's number; the number of the record that counts. */
    private final int[] place = new int[SLOTS];

    private final long[] sequence = new long[SLOTS];
    private final long[] counts = new long[SLOTS];
    private final long[][] acknowledged;
    private final boolean[] told = new boolean[SLOTS];
    private long last;

    /** What comes from the owner, piece by piece. */
    private long coming;

    private long piecesHere;

    IntentStore(Hal hal, Messenger messenger, Replicator replicator, Personality personality) {
        this.hal = hal;
        this.messenger = messenger;
        this.replicator = replicator;
        this.personality = personality;
        this.base = personality.base() + personality.layout().intents();
        this.acknowledged = new long[personality.peers()][SLOTS];
        recover();
    }

    /** Learns from the NVRAM which records are there and count. */
    void recover() {
        Arrays.fill(place, -1);
        Arrays.fill(sequence, 0);
        Arrays.fill(counts, 0);
        last = 0;
        int newest = -1;
        for (int at = 0; at < NvramLayout.INTENTS; at++) {
            if (whole(at)) {
                int slot = Words.getInt(head, SLOT_AT);
                long number = Words.getLong(head, 0);
                if (number > sequence[slot]) {
                    place[slot] = at;
                    sequence[slot] = number;
                }
                if (number > last) {
                    last = number;
                    newest = at;
                }
            }
        }
        if (newest >= 0 && whole(newest)) {
            for (int slot = 1; slot < SLOTS; slot++) {
                counts[slot] = Words.getLong(head, COUNTS_AT + 8 * (slot - 1));
            }
        }
        coming = 0;
    }

    /** Another card owns the volume from now on, and finishes what was under way. */
    void leave() {
        for (int slot = 1; slot < SLOTS; slot++) {
            if (place[slot] >= 0) {
                hal.nvram().putLong(at(place[slot]), 0);
                place[slot] = -1;
                sequence[slot] = 0;
            }
            counts[slot] = 0;
        }
        hal.nvram().fence();
        coming = 0;
    }

    // As the owner.

    @Override
    public int slots() {
        return SLOTS;
    }

    @Override
    public int slotBytes() {
        return NvramLayout.INTENT_BYTES - HEAD_BYTES;
    }

    @Override
    public void store(int slot, byte[] from, int at, int length) {
        int free = free();
        int padded = (length + 7) / 8 * 8;
        System.arraycopy(from, at, record, 0, length);
        Arrays.fill(record, length, padded, (byte) 0);
        hal.nvram().putLong(at(free), 0);
        hal.nvram().fence();
        hal.nvram().put(at(free) + HEAD_BYTES, record, 0, padded);
        last = Math.max(last + 1, personality.epoch() << EPOCH_SHIFT);
        long number = last;
        sequence[slot] = number;
        counts[slot] = number;
        Words.putInt(head, CRC_AT, Words.crc32c(crc, record, 0, length));
        commit(free, slot, length, number);
        place[slot] = free;
        told[slot] = false;
        for (int peer = 0; peer < acknowledged.length; peer++) {
            if (needs(peer)) {
                send(peer, slot, length);
            }
        }
    }

    @Override
    public boolean held(int slot) {
        boolean held = true;
        for (int peer = 0; peer < acknowledged.length; peer++) {
            held &= !needs(peer) || acknowledged[peer][slot] == sequence[slot];
        }
        told[slot] |= held;
        return held;
    }

    /** Whether a slot is held now whose user was told before that it is not. */
    boolean becameHeld(int slot) {
        return live(slot) && !told[slot] && held(slot);
    }

    @Override
    public void clear(int slot) {
        counts[slot] = 0;
    }

    /** Whether the record of a slot counts. */
    private boolean live(int slot) {
        return place[slot] >= 0 && (slot == 0 || counts[slot] == sequence[slot]);
    }

    @Override
    public int load(int slot, byte[] into, int at) {
        if (!live(slot) || !whole(place[slot])) {
            return 0;
        }
        int length = Words.getInt(head, LENGTH_AT);
        System.arraycopy(record, 0, into, at, length);
        return length;
    }

    /** A heartbeat period has passed: says again what was not answered. */
    void tick() {
        for (int peer = 0; peer < acknowledged.length; peer++) {
            if (!needs(peer)) {
                // It may come back with nothing of what it had.
                Arrays.fill(acknowledged[peer], 0);
            }
            for (int slot = 0; slot < SLOTS; slot++) {
                if (live(slot) && needs(peer) && acknowledged[peer][slot] != sequence[slot] && whole(place[slot])) {
                    send(peer, slot, Words.getInt(head, LENGTH_AT));
                }
            }
        }
    }

    /** A card that may take over has said that it holds a record. */
    void acknowledged(Frame frame) {
        int peer = personality.peerOn(frame.sender());
        if (peer >= 0 && frame.payloadLength() >= 16) {
            long slot = frame.wordAt(1);
            if (slot >= 0 && slot < SLOTS) {
                acknowledged[peer][(int) slot] = frame.wordAt(0);
            }
        }
    }

    private boolean needs(int peer) {
        return replicator.inSync(personality, personality.peerCard(peer));
    }

    private void send(int peer, int slot, int length) {
        for (int at = 0; at < length; at += PIECE) {
            int size = Math.min(PIECE, (length - at + 7) / 8 * 8);
            Frame frame = messenger
                    .begin(MessageType.INTENT, personality.peerCard(peer), personality.config(), personality.epoch())
                    .word(sequence[slot])
                    .word((long) slot << 32 | length)
                    .word(at)
                    .word(Words.getInt(head, CRC_AT));
            for (int each = 1; each < SLOTS; each++) {
                frame.word(counts[each]);
            }
            System.arraycopy(record, at, frame.bytes(), frame.room(size), size);
            messenger.send();
        }
    }

    // As a card that may take over.

    /** A piece of a record came from the owner. */
    void take(Frame frame) {
        int size = frame.payloadLength() - 8 * WORDS;
        long number = size < 0 ? 0 : frame.wordAt(0);
        int slot = size < 0 ? SLOTS : (int) (frame.wordAt(1) >>> 32);
        int length = size < 0 ? 0 : (int) frame.wordAt(1);
        long at = size < 0 ? 0 : frame.wordAt(2);
        boolean fits = slot >= 0 && slot < SLOTS && length > 0 && length <= slotBytes() && at >= 0 && at % PIECE == 0;
        if (number <= 0 || !fits || at >= length || size != Math.min(PIECE, (length - at + 7) / 8 * 8)) {
            return;
        }
        if (sequence[slot] == number) {
            answer(frame, slot, number);
        }
        if (number <= sequence[slot] || number < coming) {
            return;
        }
        int free = free();
        if (coming != number) {
            coming = number;
            piecesHere = 0;
            hal.nvram().putLong(at(free), 0);
            hal.nvram().fence();
        }
        hal.nvram().put(at(free) + HEAD_BYTES + at, frame.bytes(), frame.payloadAt(8 * WORDS), size);
        piecesHere |= 1L << at / PIECE;
        int pieces = (length + PIECE - 1) / PIECE;
        if (piecesHere == (1L << pieces) - 1) {
            coming = 0;
            finish(frame, free, slot, length);
        }
    }

    private void finish(Frame frame, int free, int slot, int length) {
        hal.nvram().get(at(free) + HEAD_BYTES, record, 0, (length + 7) / 8 * 8);
        if (Words.crc32c(crc, record, 0, length) != (int) frame.wordAt(3)) {
            return;
        }
        long number = frame.wordAt(0);
        sequence[slot] = number;
        place[slot] = free;
        if (number > last) {
            last = number;
            for (int each = 1; each < SLOTS; each++) {
                counts[each] = frame.wordAt(WORDS / 2 + each - 1);
            }
        }
        Words.putInt(head, CRC_AT, (int) frame.wordAt(3));
        commit(free, slot, length, number);
        answer(frame, slot, number);
    }

    private void answer(Frame frame, int slot, long number) {
        messenger
                .begin(MessageType.INTENT_ACK, frame.sender(), personality.config(), personality.epoch())
                .word(number)
                .word(slot);
        messenger.send();
    }

    // In the NVRAM.

    /** Stores the head, its first word last. The record's CRC stands in it already. */
    private void commit(int at, int slot, int length, long number) {
        Words.putInt(head, LENGTH_AT, length);
        Words.putInt(head, SLOT_AT, slot);
        Words.putLong(head, ZERO_AT, 0);
        for (int each = 1; each < SLOTS; each++) {
            Words.putLong(head, COUNTS_AT + 8 * (each - 1), counts[each]);
        }
        Words.putInt(head, HEAD_CRC_AT, 0);
        Words.putInt(head, HEAD_CRC_AT, Words.crc32c(crc, head, 8, HEAD_BYTES - 8));
        hal.nvram().put(at(at) + 8, head, 8, HEAD_BYTES - 8);
        hal.nvram().fence();
        hal.nvram().putLong(at(at), number);
        hal.nvram().fence();
    }

    /** Reads a place; if what is there is whole, head and record are at hand then. */
    private boolean whole(int at) {
        if (at < 0) {
            return false;
        }
        try {
            hal.nvram().get(at(at), head, 0, HEAD_BYTES);
            int length = Words.getInt(head, LENGTH_AT);
            int slot = Words.getInt(head, SLOT_AT);
            int stored = Words.getInt(head, HEAD_CRC_AT);
            Words.putInt(head, HEAD_CRC_AT, 0);
            boolean headWhole = Words.getLong(head, 0) > 0
                    && Words.crc32c(crc, head, 8, HEAD_BYTES - 8) == stored
                    && slot >= 0
                    && slot < SLOTS
                    && length > 0
                    && length <= slotBytes();
            if (!headWhole) {
                return false;
            }
            hal.nvram().get(at(at) + HEAD_BYTES, record, 0, (length + 7) / 8 * 8);
            return Words.crc32c(crc, record, 0, length) == Words.getInt(head, CRC_AT);
        } catch (UncorrectableError error) {
            return false;
        }
    }

    /** The place that holds no slot's record. */
    private int free() {
        for (int at = 0; at < NvramLayout.INTENTS; at++) {
            boolean taken = false;
            for (int slot = 0; slot < SLOTS; slot++) {
                taken |= place[slot] == at;
            }
            if (!taken) {
                return at;
            }
        }
        throw new IllegalStateException("no place is free");
    }

    private long at(int place) {
        return base + (long) place * NvramLayout.INTENT_BYTES;
    }

    long stateHash() {
        long hash = last;
        for (int slot = 0; slot < SLOTS; slot++) {
            hash = hash * 31 + sequence[slot] * 2 + (live(slot) ? 1 : 0);
        }
        return hash;
    }
}
