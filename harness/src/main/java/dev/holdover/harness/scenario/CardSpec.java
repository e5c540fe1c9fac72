package dev.holdover.harness.scenario;

import java.util.List;

/**
 * A fail-over card.
 *
 * @param name its name; {@code <host>.card} when the file does not write the card down
 * @param host the host that it is plugged into
 * @param slot the slot there, from 1; no two cards share one
 * @param nvramBytes a multiple of 4 KiB, at least 16 KiB
 * @param logSlots slots of the log ring, a power of two
 * @param batteryMillijoules usable energy of the full battery
 * @param ack when a write is acknowledged
 * @param peers the cards in other hosts that hold copies, in the order in which they take over
 * @param witnesses cards that vote about the personality and hold no copy
 * @param shortOfCopies what happens to writes while there are fewer copies in sync than {@code ack} asks for
 * @param loss whether a copy may take over that may lack acknowledged writes
 * @param onCongestion what happens to writes while a copy is a log behind that they need not wait for
 * @param resyncBitsPerSecond what a resync may take of the network while the host is served; zero: all of it
 * @param takeOver what this card does when its peer hands over
 * @param heartbeatNs period of the driver's heartbeat
 * @param missed so many missed heartbeats mean that the host has failed
 * @param watchdogNs the processor is reset when it has not kicked its watchdog for this long
 * @param loadMilliwatts what the card draws from the battery
 * @param lowEnergy what happens to writes that the batteries could not save
 * @param outage what happens to its personality when its host or its mains are lost
 * @param arm when a SAVE begins by itself
 * @param clockPpm by how much its clock is faster than true time, in parts per million
 * @param saveTo the disk in one of its daughter slots that images are saved to, and nothing else; empty: none
 */
public record CardSpec(
        String name,
        String host,
        int slot,
        long nvramBytes,
        int logSlots,
        long batteryMillijoules,
        AckMode ack,
        List<String> peers,
        List<String> witnesses,
        ShortOfCopies shortOfCopies,
        Loss loss,
        OnCongestion onCongestion,
        long resyncBitsPerSecond,
        TakeOver takeOver,
        long heartbeatNs,
        int missed,
        long watchdogNs,
        long loadMilliwatts,
        LowEnergy lowEnergy,
        Outage outage,
        Arm arm,
        Range clockPpm,
        String saveTo) {
    /** When a write is acknowledged. */
    public enum AckMode {
        /** When it is in this card's NVRAM. */
        LOCAL(1),
        /** When it is in one peer card's NVRAM too. */
        PEER(2),
        /** When it is in so many cards' NVRAM. */
        QUORUM_2(2),
        QUORUM_3(3),
        QUORUM_4(4),
        QUORUM_5(5),
        QUORUM_6(6),
        QUORUM_7(7),
        QUORUM_8(8),
        /** When it is in one peer card's NVRAM, and on the disk that the peer saves to. */
        DESTAGED(2);

        private final int copies;

        AckMode(int copies) {
            this.copies = copies;
        }

        /** In how many cards' NVRAM a write is then. */
        public int copies() {
            return copies;
        }
    }

    /** What happens to writes while too few copies are in sync. */
    public enum ShortOfCopies {
        /** They are acknowledged with as many as there are; the host is told before. */
        GO_ON,
        /** They wait. */
        WAIT
    }

    /** What happens to writes while the batteries could not save them. */
    public enum LowEnergy {
        /** They are refused; the host is told before. */
        REFUSE,
        /** They are acknowledged once another card holds them; the host is told before. */
        RAISE
    }

    /** What happens to a personality when its host or its mains are lost. */
    public enum Outage {
        /** Another card takes it over, and its host serves it. */
        TAKE_OVER,
        /** Another card keeps the bytes until this card asks for them; nobody serves them until then. */
        PRESERVE
    }

    /** When a SAVE begins by itself as the host or the mains are lost. */
    public enum Arm {
        /** As soon as another card is in sync after a boot. */
        AT_BOOT,
        /** After a command. */
        BY_COMMAND
    }

    /** Whether acknowledged writes may be given up for going on. */
    public enum Loss {
        REFUSE,
        ACCEPT
    }

    /** What happens to writes when the network is slower than they are. */
    public enum OnCongestion {
        /** They wait: every copy is at most a log behind. */
        BLOCK,
        /** They go on; what the copy lacks is remembered and sent later. */
        PULL_AHEAD
    }

    /** What a card does when its peer hands over. */
    public enum TakeOver {
        /** It takes over as soon as the protocol allows it. */
        AUTOMATIC,
        /** It holds the data and waits for an operator. */
        NEVER
    }
}
