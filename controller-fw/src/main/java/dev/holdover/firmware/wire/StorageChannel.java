package dev.holdover.firmware.wire;

import dev.holdover.model.contract.SipHash;

/**
 * One end of the talk between cards and a disk array: signed frames, a request and its answer. There is no
 * session. A request may be repeated and does no harm when it comes late, for it carries its epoch; an answer
 * names the request that it belongs to in its first word.
 */
public final class StorageChannel {
    /** Number of the array where a frame names a card. */
    public static final int ARRAY = 0xFFFF;

    private final int cluster;
    private final int self;
    private final SipHash key;
    private final Frame outgoing = new Frame();
    private final Frame incoming = new Frame();

    /** @param self number of the card at this end, or {@link #ARRAY} */
    public StorageChannel(int cluster, int self, SipHash key) {
        this.cluster = cluster;
        this.self = self;
        this.key = key;
    }

    /** Starts a frame; {@link #seal} it before it is sent. */
    public Frame begin(MessageType type, int receiver, int personality, long epoch) {
        return outgoing.begin(type, cluster, self, receiver, personality, epoch);
    }

    /** Signs what {@link #begin} started, and gives it. */
    public Frame seal(long nonce) {
        outgoing.seal(0, 0, nonce, 0, 0, key);
        return outgoing;
    }

    /** Takes a frame from the wire; says whether {@link #incoming} is one for this end, whole and signed. */
    public boolean admit(byte[] bytes, int at, int length) {
        return incoming.open(bytes, at, length, key) == FrameFault.NONE
                && incoming.cluster() == cluster
                && incoming.receiver() == self;
    }

    /** The frame admitted last. */
    public Frame incoming() {
        return incoming;
    }

    /** The number by which the answer to the admitted request names it. */
    public long request() {
        return incoming.nonce();
    }
}
