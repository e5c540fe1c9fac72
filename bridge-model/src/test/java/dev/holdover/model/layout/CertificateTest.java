package dev.holdover.model.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.SipHash;
import org.junit.jupiter.api.Test;

/** The fence certificate, and that nobody can change a bit of it. */
class CertificateTest {
    private final SipHash key = new SipHash(3, 4);
    private final Certificate certificate = Certificate.sign(1, 2, 3, -4, 5, 6, key);

    @Test
    void comesBackAsItWasSigned() {
        byte[] bytes = new byte[Certificate.BYTES + 16];
        certificate.encode(bytes, 8);
        Certificate decoded = Certificate.decode(bytes, 8);
        assertEquals(certificate, decoded);
        assertTrue(decoded.isSignedBy(key));
        assertFalse(decoded.isSignedBy(new SipHash(3, 5)));
        assertEquals(0, Words.getLong(bytes, 0) | Words.getLong(bytes, Certificate.BYTES + 8));
    }

    @Test
    void everyChangedBitBreaksTheSignature() {
        byte[] bytes = new byte[Certificate.BYTES];
        certificate.encode(bytes, 0);
        for (int bit = 0; bit < Certificate.BYTES * 8; bit++) {
            byte[] forged = bytes.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(Certificate.decode(forged, 0).isSignedBy(key), "bit " + bit);
        }
    }
}
