package dev.holdover.firmware.replicate;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.layout.NvramLayout;
import java.util.zip.CRC32C;

/**
 * Part or all of a personality's image, asked for by one card and answered by another (claim 3).
 * The asker drives: one piece is under way at a time, and asked for again when it does not come.
 */
final class Fetch {
    /** Offset in the image, and the position in the log of what follows. */
    private static final int DATA_HEAD_BYTES = 16;

    private final Hal hal;
    private final Messenger messenger;
    private final Personality personality;
    private final CRC32C crc = new CRC32C();
    private boolean running;
    private long from;
    private long next;
    private long end;
    private int fromCard;

    Fetch(Hal hal, Messenger messenger, Personality personality) {
        this.hal = hal;
        this.messenger = messenger;
        this.personality = personality;
    }

    /** Asks another card for {@code length} bytes of the image from {@code offset}; zero: to its end. */
    void start(int card, long offset, long length) {
        fromCard = card;
        long size = personality.layout().userBytes();
        from = Math.min(offset, size) & -8L;
        end = length == 0 ? size : Math.min(size, from + length);
        next = from;
        running = end > from;
        crc.reset();
        if (running) {
            ask();
        }
    }

    /** A period has passed. */
    void tick() {
        if (running) {
            ask();
        }
    }

    /** A piece came. */
    void data(Frame frame) {
        int length = frame.payloadLength() - DATA_HEAD_BYTES;
        if (!running || length <= 0 || frame.wordAt(0) != next || next + length > end) {
            return;
        }
        crc.update(frame.bytes(), frame.payloadAt(DATA_HEAD_BYTES), length);
        next += length;
        if (next == end) {
            running = false;
            hal.journal(Notice.FETCHED, personality.slot(), end - from, crc.getValue());
        } else {
            ask();
        }
    }

    /** Another card asks. */
    void serve(Frame request) {
        if (request.payloadLength() < 24) {
            return;
        }
        long offset = request.wordAt(0);
        int length = (int) request.wordAt(1);
        boolean last = request.wordAt(2) != 0;
        if (offset < 0
                || length <= 0
                || length > NvramLayout.BLOCK
                || offset + length > personality.layout().userBytes()) {
            return;
        }
        int asker = request.sender();
        Frame frame = messenger
                .begin(MessageType.FETCH_DATA, asker, personality.config(), personality.epoch())
                .word(offset)
                .word(personality.log().lsn());
        int at = frame.room(length);
        hal.nvram().get(personality.log().imageAt(offset), frame.bytes(), at, length);
        messenger.send();
        if (last) {
            hal.journal(Notice.FETCH_SERVED, personality.slot(), offset + length, asker);
        }
    }

    private void ask() {
        long length = Math.min(NvramLayout.BLOCK, end - next);
        messenger
                .begin(MessageType.FETCH, fromCard, personality.config(), personality.epoch())
                .word(next)
                .word(length)
                .word(next + length == end ? 1 : 0);
        messenger.send();
    }
}
