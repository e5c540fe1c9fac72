package dev.holdover.harness.world;

import dev.holdover.model.contract.SipHash;
import dev.holdover.model.flash.FirmwareImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** How the firmware in an image behaves: its payload names it, where the processor of a real card has instructions. */
public enum Build {
    /** The product. */
    GOOD,
    /** Traps at its first instruction, as bytes do that are no program. */
    TRAPS_AT_BOOT,
    /** Serves, and never confirms itself. */
    NEVER_CONFIRMS;

    private static final Build[] VALUES = values();
    private static final int PAYLOAD = 6_000;
    private static final String KEY = "build=";

    /** A signed image of this build. */
    public byte[] image(long version, SipHash key) {
        byte[] payload = new byte[PAYLOAD];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 31 + (int) version);
        }
        byte[] name = name(this).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, payload, 0, name.length);
        return FirmwareImage.encode(version, payload, key);
    }

    /** The build that {@code payload} names. */
    static Build of(byte[] payload) {
        for (Build build : VALUES) {
            byte[] name = name(build).getBytes(StandardCharsets.US_ASCII);
            if (payload.length >= name.length && Arrays.equals(Arrays.copyOf(payload, name.length), name)) {
                return build;
            }
        }
        return TRAPS_AT_BOOT;
    }

    private static String name(Build build) {
        return KEY + build.name().toLowerCase(Locale.ROOT).replace('_', '-') + "\n";
    }
}
