package dev.holdover.model.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Register;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Causes, their mask, the re-fire rule, and MSI-X with pending bits. */
class InterruptTest {
    private final BridgeRig rig = BridgeRig.open();

    @Test
    void aMaskedCauseIsKeptAndSentWhenItIsUnmasked() {
        rig.unmask();
        rig.hostWrite(Register.INT_MASK_SET, 0, 0b100);
        assertEquals(0b100, rig.hostRead(Register.INT_MASK_SET, 0));
        assertEquals(0b100, rig.hostRead(Register.INT_MASK_CLR, 0));
        rig.bridge.cardWrite(Register.INT_RAISE, 0, 0b100);
        assertEquals(List.of(), rig.said);
        assertEquals(0b100, rig.hostRead(Register.INT_CAUSE, 0));
        rig.hostWrite(Register.INT_MASK_CLR, 0, 0b100);
        assertEquals(List.of("message 1000 0"), rig.said);
        rig.hostWrite(Register.INT_MASK_CLR, 0, 0b100);
        assertEquals(1, rig.said.size(), "unmasking what is not masked sends nothing");
    }

    @Test
    void aCauseThatIsPendingAlreadySendsNoSecondMessage() {
        rig.unmask();
        rig.bridge.cardWrite(Register.INT_RAISE, 0, 1);
        rig.bridge.cardWrite(Register.INT_RAISE, 0, 1);
        assertEquals(1, rig.said.size());
        rig.hostWrite(Register.INT_ACK, 0, 1);
        assertEquals(1, rig.said.size());
        rig.hostWrite(Register.INT_RAISE, 0, 1);
        assertEquals(2, rig.said.size());
    }

    @Test
    void acknowledgingOneCauseSendsTheOtherUnmaskedOneAgain() {
        for (Register by : List.of(Register.INT_ACK, Register.INT_CAUSE)) {
            BridgeRig fresh = BridgeRig.open();
            fresh.unmask();
            fresh.hostWrite(Register.VECTOR_MAP, 0, 0x0000_0210);
            fresh.hostWrite(Register.INT_MASK_SET, 0, 0b100);
            fresh.bridge.cardWrite(Register.INT_RAISE, 0, 0b111);
            assertEquals(List.of("message 1000 0", "message 1001 1"), fresh.said);
            fresh.said.clear();
            fresh.hostWrite(by, 0, 0b001);
            assertEquals(List.of("message 1001 1"), fresh.said, by.name());
            fresh.hostWrite(by, 0, 0b010);
            assertEquals(1, fresh.said.size(), "the masked one is not sent");
            assertEquals(0b100, fresh.hostRead(Register.INT_CAUSE, 0));
        }
    }

    @Test
    void everyCauseHasTheVectorThatTheMapGivesIt() {
        rig.unmask();
        rig.hostWrite(Register.VECTOR_MAP, 0, 0x0123_4567);
        rig.hostWrite(Register.VECTOR_MAP, 1, 0x7654_3210);
        for (int cause = 0; cause < 16; cause++) {
            rig.said.clear();
            rig.bridge.cardWrite(Register.INT_RAISE, 0, 1L << cause);
            int vector = cause < 8 ? 7 - cause : cause - 8;
            assertEquals(List.of("message " + Integer.toHexString(0x1000 + vector) + " " + vector), rig.said);
            rig.hostWrite(Register.INT_ACK, 0, 1L << cause);
        }
    }

    @Test
    void aMaskedVectorSetsItsPendingBitAndSendsWhenItIsUnmasked() {
        rig.unmask();
        rig.table(0, 12, 1);
        rig.bridge.cardWrite(Register.INT_RAISE, 0, 1);
        assertEquals(List.of(), rig.said);
        assertEquals(1, rig.pending());
        rig.table(0, 0, 0x2000);
        assertEquals(List.of(), rig.said);
        rig.table(0, 12, 0);
        assertEquals(List.of("message 2000 0"), rig.said);
        assertEquals(0, rig.pending());
    }

    @Test
    void theTableIsWrittenInWholeWordsOnlyAndEndsWithTheBar() {
        rig.hostWrite(Bar.MSIX, 0, -1, 8);
        rig.hostWrite(Bar.MSIX, 2, -1, 4);
        rig.hostWrite(Bar.MSIX, MsiX.PBA_AT, -1, 4);
        assertEquals(0, rig.hostRead(Bar.MSIX, 0, 8));
        assertEquals(0, rig.pending());
        assertEquals(Completion.SUCCESS, rig.completion(Bar.MSIX, MsiX.BAR1_BYTES - 4, 4));
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.MSIX, MsiX.BAR1_BYTES - 4, 8));
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.MSIX, 1, 4));
        assertEquals(Completion.UNSUPPORTED_REQUEST, rig.completion(Bar.MSIX, 0, 2));
    }
}
