package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.harness.check.Invariant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bug is caught by the invariant that it breaks, and the product passes the same scenario. */
class PlantedBugTest {
    private static final String HOST_CRASH = """
            scenario: The host crashes
            duration: 400ms
            hosts: [alpha, beta]
            when:
              - { at: 100ms, fault: host-crash, on: alpha }
            """;

    private static final String HOST_HANG = """
            scenario: The host hangs and wakes
            duration: 500ms
            hosts: [alpha, beta]
            when:
              - { at: 100ms, fault: host-hang, on: alpha, for: 200ms }
            """;

    private static final String RESYNC = """
            scenario: The wire is cut for longer than the log reaches
            duration: 400ms
            hosts: { alpha: { workload: { pattern: random-writes, every: 500us, size: 512B } }, beta: {} }
            cards:
              a: { in: alpha, log: 8, nvram: 1MiB }
              b: { in: beta, log: 8, nvram: 1MiB }
            when:
              - { at: 100ms, fault: link-down, on: lan-a, for: 100ms }
            """;

    @TempDir
    private Path folder;

    @Test
    void gateThatStaysOpenAfterAFailureIsCaught() throws IOException {
        caught(PlantedBugs::gateNotShut, Invariant.CLAIM_AFTER_CERTIFICATE, HOST_HANG);
    }

    @Test
    void windowWithoutALimitIsCaught() throws IOException {
        Planted.caught(folder, PlantedHardwareBugs.windowWithoutLimit(), Invariant.FIREWALL, """
                scenario: A program stores behind the end of its window
                duration: 200ms
                hosts: [alpha, beta]
                when:
                  - { at: 100ms..110ms, fault: stray-write, on: alpha }
                """);
    }

    @Test
    void acknowledgementBeforeTheStoreIsCaught() throws IOException {
        caught(PlantedProtocolBugs::acknowledgedBeforeStored, Invariant.ACKNOWLEDGED_SURVIVES, HOST_CRASH);
    }

    @Test
    void dataSaidToBeValidBeforeTheLastBytesAreAcknowledgedIsCaught() throws IOException {
        caught(PlantedBugs::savedTooEarly, Invariant.ACKNOWLEDGED_SURVIVES, """
                scenario: The mains are lost, and the wire is slow
                duration: 900ms
                hosts: { alpha: { workload: bursts }, beta: { workload: idle } }
                cards:
                  a: { in: alpha, outage: preserve }
                  b: { in: beta }
                wires:
                  lan-a: { between: [a, b], bandwidth: 20Mbit/s }
                when:
                  - { at: 100ms, fault: host-power-loss, on: alpha }
                """);
    }

    @Test
    void readsOfWhatOnlyOneCopyHasAreCaught() throws IOException {
        caught(PlantedProtocolBugs::copiesNotTold, Invariant.LINEARIZABLE, """
                scenario: The owner is cut off and goes on until its lease is over
                duration: 900ms
                hosts: [alpha, beta, gamma]
                cards:
                  a: { in: alpha, ack: PEER }
                  b: { in: beta, ack: PEER }
                  c: { in: gamma, ack: PEER }
                when:
                  - { at: 100ms..110ms, fault: nic-failure, on: lan-a/a }
                  - { at: 0ms after port-down on lan-a/a, fault: nic-failure, on: lan-b/a }
                """);
    }

    @Test
    void replayThatIsMarkedBeforeItIsDoneIsCaught() throws IOException {
        caught(PlantedBugs::appliedBeforeStored, Invariant.REPLAY_IDEMPOTENT, """
                scenario: The firmware traps at any store of a commit
                duration: 200ms
                hosts: [alpha, beta]
                when:
                  - { at: store 1..3000 of alpha.card from 50ms, fault: firmware-crash, on: alpha }
                """);
    }

    @Test
    void epochThatIsNotRaisedIsCaught() throws IOException {
        caught(PlantedProtocolBugs::epochNotRaised, Invariant.ONE_OPENER_PER_EPOCH, HOST_CRASH);
    }

    @Test
    void dirtyBitClearedBeforeTheAcknowledgementIsCaught() throws IOException {
        caught(PlantedProtocolBugs::cleanBeforeAcknowledged, Invariant.DIRTY_IF_DIFFERENT, """
                scenario: Nothing breaks
                duration: 100ms
                hosts: [alpha, beta]
                """);
    }

    @Test
    void replayOfASupersededLogIsCaught() throws IOException {
        caught(PlantedProtocolBugs::supersededLogReplayed, Invariant.BOOT_GATED, """
                scenario: The host crashes, the wire is cut, and the old owner's firmware boots again
                duration: 600ms
                hosts: [alpha, beta]
                when:
                  - { at: 100ms, fault: host-crash, on: alpha }
                  - { at: 0ms after superseded on alpha, fault: link-down, on: lan-a }
                  - { at: 20ms after superseded on alpha, fault: firmware-crash, on: alpha }
                """);
    }

    @Test
    void anAddressArmedBeforeTheReplayIsCaught() throws IOException {
        caught(PlantedBugs::addressBeforeReplay, Invariant.ONE_ANSWERER, HOST_CRASH);
    }

    @Test
    void aClaimWithoutTheAddressIsCaught() throws IOException {
        caught(PlantedBugs::guestsAddressForgotten, Invariant.ONE_ANSWERER, HOST_CRASH);
    }

    @Test
    void anAddressThatIsNotWithdrawnIsCaught() throws IOException {
        caught(PlantedBugs::addressNotWithdrawn, Invariant.ONE_ANSWERER, HOST_CRASH);
    }

    @Test
    void anAddressThatIsAnnouncedOnlyOnceIsCaught() throws IOException {
        caught(PlantedBugs::addressAnnouncedOnce, Invariant.ONE_ANSWERER, """
                scenario: The client is cut off while the address moves
                duration: 1600ms
                hosts: [alpha, beta]
                lans:
                  lan-a: { joins: [alpha, beta] }
                stations:
                  client: { asks: [alpha] }
                when:
                  - { at: 100ms, fault: link-down, on: lan-a/client, for: 500ms }
                  - { at: 110ms, fault: host-crash, on: alpha }
                """);
    }

    @Test
    void superblockWhoseChecksumIsIgnoredIsCaught() throws IOException {
        caught(PlantedBugs::superblockChecksumIgnored, Invariant.CORRUPTION_DETECTED, """
                scenario: A superblock copy is damaged beyond its code, and the firmware boots again
                duration: 300ms
                hosts: [alpha, beta]
                when:
                  - { at: 50ms, fault: scrubber-stuck, on: alpha }
                  - { at: 60ms, fault: nvram-bit-flip, on: alpha, place: superblock, bits: 3 }
                  - { at: 61ms, fault: firmware-crash, on: alpha }
                """);
    }

    @Test
    void recordThatABootForgetsIsCaught() throws IOException {
        caught(PlantedBugs::lastRecordForgotten, Invariant.CORRUPTION_DETECTED, """
                scenario: The firmware boots again
                duration: 300ms
                hosts: [alpha, beta]
                when:
                  - { at: 61ms, fault: firmware-crash, on: alpha }
                """);
    }

    @Test
    void poisonThatIsStoredAsGoodIsCaught() throws IOException {
        caught(PlantedBugs::poisonStoredAsGood, Invariant.CORRUPTION_DETECTED, """
                scenario: Words of the image can't be read
                duration: 200ms
                hosts: [alpha, beta]
                when:
                  - { at: 60ms, fault: nvram-bit-flip, on: alpha, place: image, bits: 2, count: 4 }
                """);
    }

    @Test
    void cardThatStaysAwakeUntilItIsEmptyIsCaught() throws IOException {
        caught(PlantedBugs::awakeToTheLast, Invariant.ENERGY_SUFFICES, """
                scenario: The mains fail and the wire is cut
                duration: 900ms
                hosts: [alpha, beta]
                cards:
                  a: { in: alpha, battery: 5J }
                  b: { in: beta }
                feeds:
                  room-1: { powers: [alpha] }
                  room-2: { powers: [beta] }
                when:
                  - { at: 100ms, fault: link-down, on: lan-a }
                  - { at: 110ms, fault: mains-loss, on: room-1 }
                """);
    }

    @Test
    void gaugeThatIsBelievedIsCaught() throws IOException {
        caught(PlantedBugs::gaugeBelieved, Invariant.SHORTAGE_REFUSES, """
                scenario: The gauges say far too much
                duration: 150ms
                hosts: [alpha, beta]
                cards:
                  a: { in: alpha, battery: 40J }
                  b: { in: beta }
                when:
                  - { at: 50ms, fault: gauge-false, on: a, percent: 5000 }
                  - { at: 60ms, fault: battery-drain, on: a, percent: 1 }
                """);
    }

    @Test
    void modeThatIsNotRaisedIsCaught() throws IOException {
        caught(PlantedBugs::modeNotRaised, Invariant.SHORTAGE_REFUSES, """
                scenario: The batteries are emptied
                duration: 150ms
                hosts: [alpha, beta]
                cards:
                  a: { in: alpha, low-energy: raise }
                  b: { in: beta }
                when:
                  - { at: 60ms, fault: battery-drain, on: a, percent: 0 }
                """);
    }

    @Test
    void gateWithoutALeaseIsCaught() throws IOException {
        caught(PlantedProtocolBugs::noLease, Invariant.GATE_NEEDS_LEASE, """
                scenario: Nothing breaks
                duration: 50ms
                hosts: [alpha, beta, gamma]
                """);
    }

    @Test
    void leaseThatNobodyAsksForIsCaught() throws IOException {
        caught(PlantedProtocolBugs::leaseNotAskedFor, Invariant.SERVES_AGAIN, """
                scenario: Nothing breaks
                duration: 1600ms
                hosts: { alpha: { workload: { pattern: random-writes, every: 5ms } }, beta: {}, gamma: {} }
                """);
    }

    @Test
    void leaseWithoutTheMarginForDriftIsCaught() throws IOException {
        caught(PlantedProtocolBugs::driftNotReckonedWith, Invariant.CLAIM_AFTER_CERTIFICATE, """
                scenario: The owner's clock is slow, the others' are fast, and the owner is cut off
                duration: 600ms
                hosts: [alpha, beta, gamma]
                cluster: { drift: 10% }
                cards:
                  a: { in: alpha, ack: PEER, clock: -10% }
                  b: { in: beta, clock: +10% }
                  c: { in: gamma, clock: +10% }
                when:
                  - { at: 90ms..110ms, fault: nic-failure, on: lan-a/a }
                  - { at: 110ms, fault: nic-failure, on: lan-b/a }
                """);
    }

    @Test
    void voterThatForgetsItsPromisesIsCaught() throws IOException {
        caught(PlantedProtocolBugs::votesForgotten, Invariant.ONE_VOTE, """
                scenario: The owner is cut off
                duration: 800ms
                hosts: [alpha, beta, gamma]
                cards:
                  a: { in: alpha, ack: PEER }
                  b: { in: beta }
                  c: { in: gamma }
                lans:
                  lan-a: { joins: [alpha, beta, gamma], loss: 20% }
                  lan-b: { joins: [alpha, beta, gamma], loss: 20% }
                when:
                  - { at: 100ms, fault: nic-failure, on: lan-a/a }
                  - { at: 100ms, fault: nic-failure, on: lan-b/a }
                """);
    }

    @Test
    void movesThatAreNotCountedAreCaught() throws IOException {
        caught(PlantedProtocolBugs::movesNotCounted, Invariant.MOVES_ARE_RARE, """
                scenario: A host that comes and goes
                duration: 1500ms
                hosts: { alpha: { boot-time: 20ms }, beta: {} }
                cluster: { hold: 50ms, moves: 1, moves-within: 10s }
                when:
                  - { at: 100ms, fault: host-crash, on: alpha, for: 100ms }
                  - { at: 700ms, fault: host-crash, on: alpha, for: 100ms }
                """);
    }

    @Test
    void preImageThatIsDroppedTooEarlyIsCaught() throws IOException {
        caught(PlantedProtocolBugs::preImageDropped, Invariant.COPY_IS_CONSISTENT, RESYNC);
    }

    @Test
    void oldBlockInAFilledCopyIsCaught() throws IOException {
        caught(PlantedProtocolBugs::oldBlockStored, Invariant.RESYNC_GOES_FORWARD, RESYNC);
    }

    @Test
    void comparisonThatIsIgnoredIsCaught() throws IOException {
        caught(PlantedProtocolBugs::comparisonIgnored, Invariant.OVER_SEND, RESYNC);
    }

    @Test
    void guestThatStaysOwnerIsCaught() throws IOException {
        caught(PlantedProtocolBugs::guestStaysOwner, Invariant.ONE_OWNER_AFTER_RETURN, """
                scenario: The host comes home
                duration: 500ms
                hosts: { alpha: { boot-time: 20ms, workload: { pattern: idle } }, beta: {} }
                cluster: { hold: 50ms }
                when:
                  - { at: 50ms, fault: host-crash, on: alpha, for: 50ms }
                """);
    }

    private static final String VOLUME_MOVES = """
            scenario: The host hangs and wakes, and its volume is another's
            duration: 400ms
            hosts: { alpha: { workload: { every: 1ms } }, beta: {} }
            storage: { array: {} }
            when:
              - { at: 100ms..110ms, fault: host-hang, on: alpha, for: 100ms }
            """;

    @Test
    void gateThatOpensBeforeTheVolumeIsReservedIsCaught() throws IOException {
        caught(PlantedOutsideBugs::volumeNotAwaited, Invariant.RESERVED_FIRST, VOLUME_MOVES);
    }

    @Test
    void reservationBeforeTheEpochIsPersistedIsCaught() throws IOException {
        caught(PlantedOutsideBugs::reservedBeforePersisted, Invariant.RESERVED_FIRST, VOLUME_MOVES);
    }

    @Test
    void reservationWithTheOldKeyIsCaught() throws IOException {
        caught(PlantedOutsideBugs::oldKeyReserved, Invariant.RESERVED_FIRST, VOLUME_MOVES);
    }

    private static final String PORT_FAILS = """
            scenario: A port of a card fails
            duration: 800ms
            hosts: [alpha, beta, gamma]
            when:
              - { at: 100ms, fault: nic-failure, on: lan-a/alpha.card }
            """;

    @Test
    void ladderThatAlwaysBlamesThePeerIsCaught() throws IOException {
        caught(PlantedOutsideBugs::peerIsAlwaysToBlame, Invariant.RIGHT_VERDICT, PORT_FAILS);
    }

    @Test
    void ladderThatNeverTellsIsCaught() throws IOException {
        caught(PlantedOutsideBugs::ladderIsMute, Invariant.RIGHT_VERDICT, PORT_FAILS);
    }

    @Test
    void lostPeerThatShutsTheGateIsCaught() throws IOException {
        caught(PlantedOutsideBugs::lostPeerShutsTheGate, Invariant.RIGHT_VERDICT, PORT_FAILS);
    }

    @Test
    void windowOfASupersededPersonalityThatOpensIsCaught() throws IOException {
        caught(PlantedBugs::windowsOfTheSuperseded, Invariant.ONE_OPEN_GATE, HOST_HANG);
    }

    @Test
    void writesInThePastEpochAreCaught() throws IOException {
        caught(PlantedProtocolBugs::writesOfThePastEpoch, Invariant.STALE_EPOCH_REFUSED, HOST_CRASH);
    }

    @Test
    void logThatIsLongerThanTheOwnersIsCaught() throws IOException {
        caught(PlantedProtocolBugs::logLongerThanTheOwners, Invariant.LOG_PREFIX, HOST_CRASH);
    }

    @Test
    void repeatedFramesThatAreTakenAreCaught() throws IOException {
        caught(PlantedProtocolBugs::repetitionsAccepted, Invariant.BAD_FRAME_IGNORED, """
                scenario: The wire repeats
                duration: 100ms
                hosts: [alpha, beta]
                wires:
                  lan-a: { between: [alpha, beta], duplicate: 20% }
                """);
    }

    private void caught(Supplier<FirmwareParts> bug, Invariant invariant, String text) throws IOException {
        Planted.caught(folder, bug, invariant, text);
    }
}
