package dev.holdover.model.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Words;
import dev.holdover.model.testing.Rng;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FirmwareImageTest {
    private static final SipHash KEY = new SipHash(3, 4);
    private static final int LENGTH_AT = 12;
    private static final int CRC_AT = 16;

    private final byte[] image = FirmwareImage.encode(0xffff_fff0L, new byte[] {1, 2, 3, 4, 5}, KEY);

    private ImageFault check(byte[] bytes) {
        return FirmwareImage.check(bytes, 0, bytes.length, KEY);
    }

    @Test
    void comesBackAsItWasEncoded() {
        byte[] slot = new byte[image.length + 20];
        System.arraycopy(image, 0, slot, 7, image.length);
        assertEquals(ImageFault.NONE, FirmwareImage.check(slot, 7, slot.length - 7, KEY));
        assertEquals(0xffff_fff0L, FirmwareImage.version(slot, 7));
        assertEquals(image.length, FirmwareImage.length(slot, 7));
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, FirmwareImage.payload(slot, 7));
    }

    @Test
    void everyFlippedBitIsFoundButThoseThatNobodyCanTellFromNoImage() {
        for (int bit = 0; bit < image.length * 8; bit++) {
            byte[] flipped = image.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertNotEquals(ImageFault.NONE, check(flipped), "bit " + bit);
        }
    }

    @Test
    void everyTruncationIsFound() {
        for (int length = 0; length < image.length; length++) {
            assertNotEquals(ImageFault.NONE, check(Arrays.copyOf(image, length)), length + " bytes");
            assertNotEquals(ImageFault.NONE, FirmwareImage.check(image, 0, length, KEY), length + " bytes allowed");
        }
    }

    @Test
    void lengthsThatHostsWouldLikeAreRefused() {
        for (int hostile : new int[] {0, 6, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -32, -40}) {
            byte[] bytes = image.clone();
            Words.putInt(bytes, LENGTH_AT, hostile);
            assertEquals(ImageFault.LENGTH, check(bytes), "length " + hostile);
        }
        assertEquals(ImageFault.LENGTH, FirmwareImage.check(image, 0, image.length + 1, KEY));
        assertEquals(ImageFault.LENGTH, FirmwareImage.check(image, -1, image.length, KEY));
        assertEquals(ImageFault.LENGTH, FirmwareImage.check(image, 2, image.length, KEY));
    }

    @Test
    void saysWhatIsWrong() {
        byte[] erased = new byte[64];
        Arrays.fill(erased, (byte) -1);
        assertEquals(ImageFault.EMPTY, check(erased));
        assertEquals(ImageFault.HEADER, check(new byte[64]));
        byte[] corrupt = image.clone();
        corrupt[25] ^= 1;
        assertEquals(ImageFault.CRC, check(corrupt));
        Words.putInt(corrupt, CRC_AT, Words.crc32c(new CRC32C(), corrupt, 24, 5));
        assertEquals(ImageFault.MAC, check(corrupt), "a right CRC is no signature");
        assertEquals(ImageFault.MAC, FirmwareImage.check(image, 0, image.length, new SipHash(3, 5)));
    }

    @Test
    void theVersionIsSignedToo() {
        byte[] raised = image.clone();
        Words.putInt(raised, 8, -1);
        assertEquals(ImageFault.MAC, check(raised));
    }

    @Test
    void randomBytesAreNoImage() {
        Rng random = new Rng(11);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[(int) (random.next() & 0x7f)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) random.next();
            }
            if (bytes.length >= 16) {
                System.arraycopy(image, 0, bytes, 0, 8);
            }
            assertNotEquals(ImageFault.NONE, check(bytes));
        }
    }

    @Test
    void aPayloadThatFitsNoSlotIsNotEncoded() {
        int most = FlashMap.SLOT_BYTES - FirmwareImage.OVERHEAD;
        assertEquals(FlashMap.SLOT_BYTES, FirmwareImage.encode(1, new byte[most], KEY).length);
        assertThrows(IllegalArgumentException.class, () -> FirmwareImage.encode(1, new byte[most + 1], KEY));
        assertThrows(IllegalArgumentException.class, () -> FirmwareImage.encode(1, new byte[0], KEY));
    }
}
