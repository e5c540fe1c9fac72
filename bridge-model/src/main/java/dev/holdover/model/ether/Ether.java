package dev.holdover.model.ether;

/**
 * Ethernet II frames (IEEE 802.3) with ARP for IPv4 (RFC 826, RFC 5227) and with what clients ask the
 * owner of an address, under the EtherType for local experiments (IEEE 802a). MAC addresses are the low
 * 48 bits of a long, IPv4 addresses an int, both with their first byte highest, as on the wire.
 */
public final class Ether {
    /** To every station. */
    public static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    /** The most bytes of a frame without its check sequence: addresses, type and 1500 bytes. */
    public static final int MAX_BYTES = 1514;

    /** Length of an ARP frame without padding. */
    public static final int ARP_BYTES = 42;

    /** Length of a client's frame, without what it wants to have back as it is. */
    public static final int ASK_BYTES = 35;

    /** Who has this address? */
    public static final int ARP_REQUEST = 1;

    /** I have it. */
    public static final int ARP_REPLY = 2;

    /** A client's request to the owner of an address. */
    public static final int ASK = 1;

    /** The owner's answer. */
    public static final int ANSWER = 2;

    private static final int TYPE_AT = 12;
    private static final int TYPE_ARP = 0x0806;
    private static final int TYPE_EXPERIMENT = 0x88B5;
    private static final int ARP_AT = 14;
    private static final int SENDER_MAC_AT = 22;
    private static final int SENDER_IP_AT = 28;
    private static final int TARGET_MAC_AT = 32;
    private static final int TARGET_IP_AT = 38;
    private static final int ASK_IP_AT = 15;
    private static final int ASK_NUMBER_AT = 19;
    private static final int ASK_EPOCH_AT = 27;

    private Ether() {}

    /** Writes an ARP frame of {@link #ARP_BYTES}; {@code targetMac} is zero where it is not known. */
    public static void arp(
            byte[] into, long to, int operation, long senderMac, int senderIp, long targetMac, int targetIp) {
        put(into, 0, 6, to);
        put(into, 6, 6, senderMac);
        put(into, TYPE_AT, 2, TYPE_ARP);
        put(into, ARP_AT, 2, 1);
        put(into, ARP_AT + 2, 2, 0x0800);
        put(into, ARP_AT + 4, 1, 6);
        put(into, ARP_AT + 5, 1, 4);
        put(into, ARP_AT + 6, 2, operation);
        put(into, SENDER_MAC_AT, 6, senderMac);
        put(into, SENDER_IP_AT, 4, senderIp);
        put(into, TARGET_MAC_AT, 6, targetMac);
        put(into, TARGET_IP_AT, 4, targetIp);
    }

    /** Writes a gratuitous ARP: the announcement of RFC 5227 section 2.3, with its own address as target. */
    public static void announce(byte[] into, long mac, int ipv4) {
        arp(into, BROADCAST, ARP_REQUEST, mac, ipv4, 0, ipv4);
    }

    /**
     * Writes a client's frame of {@link #ASK_BYTES}.
     *
     * @param epoch in an answer, the epoch in which the answering host owns the personality
     */
    public static void ask(byte[] into, long to, long from, int operation, int ipv4, long number, long epoch) {
        put(into, 0, 6, to);
        put(into, 6, 6, from);
        put(into, TYPE_AT, 2, TYPE_EXPERIMENT);
        put(into, ARP_AT, 1, operation);
        put(into, ASK_IP_AT, 4, ipv4);
        put(into, ASK_NUMBER_AT, 8, number);
        put(into, ASK_EPOCH_AT, 8, epoch);
    }

    /** Writes the owner's answer to a client's frame: that frame, the other way, with the owner's epoch. */
    public static void answer(byte[] into, byte[] request, int length, long epoch) {
        System.arraycopy(request, 0, into, 0, length);
        put(into, 0, 6, from(request));
        put(into, 6, 6, to(request));
        put(into, ARP_AT, 1, ANSWER);
        put(into, ASK_EPOCH_AT, 8, epoch);
    }

    /** Whether this is a whole ARP frame for IPv4 over Ethernet. */
    public static boolean isArp(byte[] frame, int length) {
        return length >= ARP_BYTES
                && get(frame, TYPE_AT, 2) == TYPE_ARP
                && get(frame, ARP_AT, 2) == 1
                && get(frame, ARP_AT + 2, 2) == 0x0800
                && get(frame, ARP_AT + 4, 2) == 0x0604;
    }

    /** Whether this is a whole frame of a client or an answer to it. */
    public static boolean isAsk(byte[] frame, int length) {
        return length >= ASK_BYTES && get(frame, TYPE_AT, 2) == TYPE_EXPERIMENT;
    }

    public static long to(byte[] frame) {
        return get(frame, 0, 6);
    }

    public static long from(byte[] frame) {
        return get(frame, 6, 6);
    }

    public static int arpOperation(byte[] frame) {
        return (int) get(frame, ARP_AT + 6, 2);
    }

    public static long arpSenderMac(byte[] frame) {
        return get(frame, SENDER_MAC_AT, 6);
    }

    public static int arpSenderIp(byte[] frame) {
        return (int) get(frame, SENDER_IP_AT, 4);
    }

    public static int arpTargetIp(byte[] frame) {
        return (int) get(frame, TARGET_IP_AT, 4);
    }

    public static int askOperation(byte[] frame) {
        return (int) get(frame, ARP_AT, 1);
    }

    public static int askIp(byte[] frame) {
        return (int) get(frame, ASK_IP_AT, 4);
    }

    public static long askNumber(byte[] frame) {
        return get(frame, ASK_NUMBER_AT, 8);
    }

    public static long askEpoch(byte[] frame) {
        return get(frame, ASK_EPOCH_AT, 8);
    }

    private static void put(byte[] into, int at, int count, long value) {
        for (int i = 0; i < count; i++) {
            into[at + i] = (byte) (value >>> 8 * (count - 1 - i));
        }
    }

    private static long get(byte[] from, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | from[at + i] & 0xff;
        }
        return value;
    }
}
