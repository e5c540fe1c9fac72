package dev.holdover.model.contract;

/**
 * The network address of a personality, drawn from its number. The IPv4 address moves with the
 * personality; each card answers for it with a MAC address of its own, so that caches have to follow.
 */
public final class ServiceAddress {
    private static final int NETWORK = 10 << 24 | 77 << 16;
    /** Locally administered, unicast (IEEE 802, second-least significant bit of the first byte). */
    private static final long LOCAL = 0x0248_0000_0000L;

    private ServiceAddress() {}

    /** IPv4 address of a personality, first byte highest: 10.77.0.0 plus its number. */
    public static int ipv4(int personality) {
        return NETWORK | personality & 0xffff;
    }

    /** The personality whose address this is, or -1. */
    public static int personality(int ipv4) {
        return (ipv4 & 0xffff_0000) == NETWORK ? ipv4 & 0xffff : -1;
    }

    /** MAC address, in the low 48 bits, with which {@code card} answers for a personality. */
    public static long mac(int personality, int card) {
        return LOCAL | (long) (card & 0xffff) << 16 | personality & 0xffff;
    }

    /** The card that answers with a MAC address, or -1. */
    public static int card(long mac) {
        return (mac & 0xffff_0000_0000L) == LOCAL ? (int) (mac >>> 16) & 0xffff : -1;
    }

    /** Dotted, as in 10.77.0.1. */
    public static String text(int ipv4) {
        return (ipv4 >>> 24) + "." + (ipv4 >>> 16 & 0xff) + "." + (ipv4 >>> 8 & 0xff) + "." + (ipv4 & 0xff);
    }
}
