package dev.holdover.harness.story;

import dev.holdover.driver.core.Outcome;
import dev.holdover.driver.core.ResetCause;
import dev.holdover.firmware.console.Command;
import dev.holdover.firmware.health.FailureCause;
import dev.holdover.firmware.raid.VolumeState;
import dev.holdover.firmware.store.LoadResult;
import dev.holdover.firmware.wire.FrameFault;
import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Mailbox.Refusal;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.SaveCause;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.contract.UpdateError;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.CompletionRing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a story can tell and an expectation can name. Those that the firmware reports have
 * the names of its {@code Notice}s.
 */
public enum Happening {
    // The host and its driver.
    HOST_UP((a, b) -> "host runs"),
    HOST_DOWN((a, b) -> "host is down"),
    HOST_STUCK((a, b) -> "host executes nothing"),
    DRIVER_UP((a, b) -> "driver is up"),
    DRIVER_WAITING((a, b) -> "driver waits for the card"),
    CARD_ABSENT((a, b) -> "driver sees no card: reads give all ones"),
    DEGRADED((a, b) -> "driver goes on with the NVRAM alone, without fail-over"),
    CARD_RETURNED((a, b) -> "card proved itself healthy, driver lets it back"),
    BUS_ERROR((a, b) -> "driver finds in AER: " + aer(a)),
    RESET_TOLD((a, b) -> "driver is told why the card was reset: " + resets(a)),
    BOOT_FAILS((a, b) -> "driver is told that the card's firmware did not come up, " + a + " in a row"),
    OWNED((a, b) -> "host owns personality " + a + ", epoch " + b),
    TAKEN_OVER((a, b) -> "host serves personality " + a + " as its own, epoch " + b),
    OWNERSHIP_LOST((a, b) -> "personality " + a + " is another host's, epoch " + b),
    PROCESS_STARTED((a, b) -> "process of personality " + a + " runs"),
    PROCESS_DIED((a, b) -> "process of personality " + a + " has died"),
    FIRST_READ_SERVED((a, b) -> "first read of personality " + a + " served"),
    RECOVERY_READ_DONE((a, b) -> "all " + b / 1024 + " KiB of personality " + a + " read back and right"),
    WRITE_ACKNOWLEDGED(true, (a, b) -> "first write acknowledged, " + b + " bytes"),
    ENERGY_TOLD((a, b) -> "driver hears that the card's energy is " + words(EnergyLevel.of(a))),
    READ_POISONED(true, (a, b) -> "driver was told that it can't read window " + a + " at " + hex(b)),
    WRITE_REFUSED(true, (a, b) -> "write not stored: " + Outcome.values()[(int) b]),

    VOLUME_WRITTEN(true, (a, b) -> "first command on the volume of personality " + a + " done, epoch " + b),
    VOLUME_REFUSED(true, (a, b) -> "volume of personality " + a + " is kept for another than epoch " + b),
    VOLUME_READ_BACK((a, b) -> "all " + b / 1024 + " KiB of the volume of personality " + a + " read back"),

    VOLUME_CREATED((a, b) -> "block volume of personality " + a + " made: RAID " + b),
    BLOCK_WRITTEN(true, (a, b) -> "first block of personality " + a + "'s volume written, block " + b),
    BLOCKS_FLUSHED(true, (a, b) -> "blocks of personality " + a + " are on the disks, as asked"),
    BLOCKS_READ_BACK((a, b) -> "all " + b + " blocks of personality " + a + "'s volume read back"),
    BLOCK_READ_LOST(true, (a, b) -> "driver was told that block " + b + " of personality " + a + " is lost"),

    DAUGHTER_DISK_WRITTEN((a, b) -> "writes on the host's own disk in slot " + a + ", block " + b + " is done"),
    DAUGHTER_DISK_READ_BACK((a, b) -> "all " + b + " blocks of the host's own disk in slot " + a + " read back"),
    DAUGHTER_DISK_GONE((a, b) -> "host's own disk in slot " + a + " is gone"),
    DAUGHTER_DISK_BACK((a, b) -> "host's own disk in slot " + a + " is back"),

    DAUGHTER_NIC_READY((a, b) -> "host's own NIC in slot " + a + " is ready"),
    DAUGHTER_NIC_GONE((a, b) -> "host's own NIC in slot " + a + " is gone"),
    DAUGHTER_NIC_LINK_UP((a, b) -> "host's own NIC in slot " + a + " has a link"),
    DAUGHTER_NIC_LINK_DOWN((a, b) -> "host's own NIC in slot " + a + " has no link"),
    DAUGHTER_NIC_RESET((a, b) -> "driver gave up " + b + " frames of its NIC in slot " + a),
    DAUGHTER_NIC_MISSED((a, b) -> "host's own NIC in slot " + a + " had no room for " + b + " frames"),
    DAUGHTER_NIC_REFUSED((a, b) -> "card refused a frame of the host's own NIC in slot " + a),
    DAUGHTER_NIC_ADDRESS((a, b) -> "host's own NIC in slot " + a + " bears " + ServiceAddress.text((int) b)),
    DAUGHTER_NIC_ADDRESS_LOST((a, b) -> "host's own NIC in slot " + a + " bears window " + b + "'s address no more"),
    DAUGHTER_NIC_ANSWERED((a, b) -> "answers clients of personality " + b + " by its own NIC in slot " + a),

    // The card's hardware.
    POWER_GOOD_LOST((a, b) -> "main rail is gone, battery carries the card"),
    POWER_GOOD_RETURNED((a, b) -> "main rail is back"),
    BATTERY_EMPTY((a, b) -> "battery is empty: both rails are gone"),
    POWER_DOMAIN_LOST((a, b) -> "power is gone: " + domains(a)),
    POWER_DOMAIN_RETURNED((a, b) -> "power is back: " + domains(a)),
    NVRAM_LOST((a, b) -> "NVRAM contents are lost"),
    PROCESSOR_RESET((a, b) -> "processor is in reset"),
    PROCESSOR_STOPPED((a, b) -> "firmware has trapped"),
    PROCESSOR_STUCK((a, b) -> "processor executes nothing"),
    WATCHDOG_WARNED((a, b) -> "watchdog stage 1: interrupt"),
    WATCHDOG_FIRED((a, b) -> "watchdog stage 2: reset"),
    WATCHDOG_KICKED_EARLY((a, b) -> "watchdog kicked before its window opened: reset"),
    HOST_GATE_SHUT((a, b) -> "host's gate shut: firmware is locked out"),
    HOST_GATE_OPENED((a, b) -> "host's gate open"),
    ECC_CORRECTED(true, (a, b) -> "word at " + hex(a) + " corrected"),
    ECC_UNCORRECTABLE(true, (a, b) -> "word at " + hex(a) + " can't be corrected: poison"),

    // The firmware.
    CARD_BOOTED((a, b) -> "firmware serves, life " + a + (b > 0 ? ", " + b + " records replayed" : "")),
    NVRAM_BLANK((a, b) -> "no superblock is whole: starting empty, without a vote"),
    NVRAM_CORRUPT((a, b) -> "log can't be trusted: nothing is served"),
    REPLAYED((a, b) -> "log replayed, " + a + " records"),
    HOST_FAILED((a, b) -> "host has failed: " + words(FailureCause.of(a))),
    GATE_SHUT((a, b) -> "gate shut"),
    GATE_OPENED((a, b) -> "gate open"),
    PROOF_ACCEPTED((a, b) -> "host answered every challenge"),
    PROOF_REFUSED((a, b) -> "host failed its proof: " + words(Refusal.of(a))),
    RECONNECT_ALLOWED((a, b) -> "card " + a + " says that the host may come back"),
    DRAINING((a, b) -> "draining, peer lacks " + a + " bytes at most"),
    DRAINED((a, b) -> "drained, peer has everything up to lsn " + a),
    CERTIFICATE_SENT((a, b) -> "fence certificate for epoch " + a + ", final lsn " + b),
    EPOCH_HANDED_OVER((a, b) -> "epoch handed over, now " + a),
    CERTIFICATE_RECEIVED((a, b) -> "fence certificate for epoch " + a + " received, final lsn " + b),
    CLAIMING((a, b) -> "claiming epoch " + a),
    CLAIMED((a, b) -> "epoch " + a + " is ours, from lsn " + b),
    LEASED((a, b) -> "lease of personality " + b + " begins, epoch " + a),
    LEASE_EXPIRED((a, b) -> "lease of personality " + b + " has run out, epoch " + a + ": window closed"),
    STANDING((a, b) -> "stands for epoch " + a + " of personality " + b),
    VOTED((a, b) -> "votes for card " + (b & 0xffff) + ", epoch " + a + " of personality " + (b >> 16)),
    ELECTED((a, b) -> "elected for epoch " + a + " of personality " + b),
    LOSS_ACCEPTED((a, b) -> "takes epoch " + a + " though writes after lsn " + b + " may be missing"),
    FORCED((a, b) -> "operator forces epoch " + a + ", from lsn " + b),
    FORK_DETECTED((a, b) -> "epoch " + a + " has another owner, card " + b + ": nothing is merged"),
    DISCARDED((a, b) -> "operator gives up this side, epoch " + a + " up to lsn " + b),
    RETURNING((a, b) -> "guest goes home to card " + a + ": its window is closed"),
    RETURN_ABORTED((a, b) -> "home, card " + a + ", went away: the guest stays"),
    DURABILITY_CHANGED((a, b) -> "writes of personality " + b + " are acknowledged in " + copies(a)),
    SUPERSEDED((a, b) -> "superseded by epoch " + a),
    PEER_IN_SYNC((a, b) -> "peer in sync with personality " + b + " at lsn " + a),
    PEER_LOST((a, b) -> "card " + a + " does not answer"),
    PEER_BEHIND(true, (a, b) -> "card " + b + " lacks " + a / 1024 + " KiB: the host goes on without it"),
    RESYNC_COMPARED((a, b) -> "comparing " + a + " blocks with card " + b + "'s"),
    RESYNC_STARTED((a, b) -> "resync of " + a + " blocks on card " + b + " begins"),
    RESYNC_DONE((a, b) -> "resync of card " + b + " done, " + a / 1024 + " KiB sent"),
    OVER_SENT((a, b) -> a / 1024 + " KiB sent again to card " + b),
    FETCH_SERVED((a, b) -> "image served on request up to byte " + a + ", to card " + b),
    FETCHED((a, b) -> a + " bytes fetched, crc32c " + String.format(Locale.ROOT, "%08x", b)),
    FRAME_REFUSED(true, (a, b) -> "frame refused: " + words(FrameFault.values()[(int) a])),
    STALE_REFUSED(true, (a, b) -> "writer of epoch " + a + " on card " + b + " refused"),
    ENERGY_SHORT((a, b) -> "battery has " + a + " mJ and would need " + b + " to save another write"),
    PATH_CHANGED((a, b) -> "frames to card " + a + " go by LAN " + (b == 0 ? "A" : "B")),
    ADDRESS_ARMED((a, b) -> "host answers for " + ServiceAddress.text((int) a)),
    ADDRESS_TAKEN_OVER((a, b) -> "host answers for " + ServiceAddress.text((int) a) + " from epoch " + b + " on"),
    ADDRESS_WITHDRAWN((a, b) -> "host answers no more for " + ServiceAddress.text((int) a)),
    ENERGY_LOW((a, b) -> "a battery is low: " + a + " mJ are certain, " + b + " needed"),
    ENERGY_ENOUGH((a, b) -> "energy is enough again: " + a + " mJ"),
    SLEEPING((a, b) -> "goes to sleep with " + a + " mJ" + (b == 0 ? "" : ": what is not sent is retained")),
    SUPERBLOCK_REPAIRED((a, b) -> "superblock copy " + a + " written anew"),
    RECORD_REPAIRED((a, b) -> "word at " + hex(a) + " made good again"),
    WINDOW_MENDED((a, b) -> "window began at " + hex(a) + ", and is back in its place"),
    BLOCK_UNREADABLE((a, b) -> "block " + a + " can't be read, and no other card can give it now"),
    BLOCK_REPAIRED((a, b) -> "block " + a + " repaired from the other card, " + b + " words"),

    VOLUME_RESERVED((a, b) -> "volume of personality " + b + " is reserved for epoch " + a),
    RESERVATION_CONFLICT((a, b) -> "volume of personality " + b + " is reserved for epoch " + a + ": not ours"),
    VOLUME_GIVEN_UP((a, b) -> "disk array does not answer: epoch " + a + " of personality " + b + " goes on without"),
    DISKS_RESERVED((a, b) -> "daughter disks of personality " + b + " are reserved for epoch " + a),
    DISKS_CONFLICT((a, b) -> "daughter disks of personality " + b + " are reserved for a later epoch than " + a),
    RAID_OPENED((a, b) -> "block volume: " + words(VolumeState.values()[(int) a])
            + (b > 0 ? ", " + b + " rows finished that were under way" : "")),
    RAID_REPLAYED((a, b) -> "row " + a + " finished that was under way"),
    RAID_MEMBER_FAILED((a, b) -> "member " + a + " is used no more"),
    RAID_REBUILD_STARTED((a, b) -> "member " + a + " is being filled"),
    RAID_REBUILT((a, b) -> "member " + a + " is in sync again"),
    RAID_SCRUBBED((a, b) -> "every row is read and checked, " + b + " blocks repaired so far"),
    RAID_BLOCK_REPAIRED(true, (a, b) -> "row " + a + " was bad at member " + b + ", and is written anew"),
    RAID_BLOCK_LOST(true, (a, b) -> "row " + a + " can't be had any more at member " + b),
    RAID_PARITY_REPAIRED(true, (a, b) -> "parity of row " + a + " was wrong, and is written anew"),
    RAID_GROWN((a, b) -> "block volume has grown to " + a + " rows"),
    RAID_STOPPED((a, b) -> "block volume serves no more: " + words(VolumeState.values()[(int) a])),
    CACHE_LIMITED((a, b) -> "energy allows " + a + " dirty lines of personality " + b + "'s cache at most"),
    STORE_IN_SYNC((a, b) -> "image is on the disk, up to lsn " + b + " of epoch " + a),
    STORE_FAILED((a, b) -> "disk of the images fails: " + words(DiskStatus.values()[(int) a])),
    STORE_LOADED((a, b) -> "loads what is on the disk, up to lsn " + b + " of epoch " + a),
    STORE_UNUSABLE((a, b) -> "can't use what is on the disk: " + words(LoadResult.of(a))),
    STORE_REVIVED((a, b) -> "nobody has more, and nobody can own it: claims with lsn " + b + " of epoch " + a),
    CACHE_DESTAGED((a, b) -> "all of personality " + b + "'s cache is on the disks, " + a + " lines, without a host"),
    CERTIFICATE_POSTED((a, b) -> "fence certificate for epoch " + a + " lies in the array's mailbox"),
    CERTIFICATE_FETCHED((a, b) -> "fence certificate for epoch " + a + " found in the array's mailbox"),

    NV_ARMED((a, b) -> "armed: when mains or host are lost, a save begins by itself"),
    NV_DISARMED((a, b) -> "disarmed"),
    NV_SAVING((a, b) -> "save begins, up to lsn " + b + ": " + words(SaveCause.of(a))),
    NV_SAVED((a, b) -> "saved, another place holds everything up to lsn " + b),
    NV_SAVE_FAILED((a, b) -> "save failed: " + nvFailure(a)),
    NV_RESTORING((a, b) -> "asks for what another place keeps for it"),
    NV_RESTORED((a, b) -> "restored, epoch " + a + " is ours, up to lsn " + b),
    NV_RESTORE_FAILED((a, b) -> "restore failed: " + nvFailure(a)),
    NV_ERASING((a, b) -> "copies in other places are being zeroed"),
    NV_ERASED((a, b) -> "copies in other places are zeroed"),
    NV_ERASE_FAILED((a, b) -> "erase failed: " + nvFailure(a)),
    NV_ABORTED((a, b) -> "aborted"),
    NV_GIVING_BACK((a, b) -> "gives back to card " + a + " what it kept, up to lsn " + b),
    NV_TOLD((a, b) -> "driver hears of the NV block: " + nvTold(a)),

    OPERATOR_COMMAND((a, b) -> "operator's command confirmed: " + Command.at(a).usage() + (b == 0 ? "" : ", " + b)),
    BATTERY_LEFT_OUT((a, b) -> "battery " + a + " is to be replaced and left out: " + b + " mJ are certain"),
    BATTERY_MAY_BE_PULLED((a, b) -> "battery " + a + " may be pulled: " + b + " mJ are certain without it"),
    BATTERY_COUNTED((a, b) -> "battery " + a + " is counted again"),
    CONSOLE_SAID((a, b) -> "console has said " + a + " characters"),
    DIAGNOSED_NONE((a, b) -> "diagnosis: nothing is wrong any more"),
    DIAGNOSED_HOST_POWER((a, b) -> "diagnosis: our host has no power"),
    DIAGNOSED_HOST_LINK((a, b) -> "diagnosis: PCIe link to our host is down"),
    DIAGNOSED_HOST_SHUTDOWN((a, b) -> "diagnosis: our host has said that it stops"),
    DIAGNOSED_HOST_HANG((a, b) -> "diagnosis: our host has power and a link, and hangs"),
    DIAGNOSED_HOST_PROCESS((a, b) -> "diagnosis: our host beats, and a process on it does not"),
    DIAGNOSED_OWN_NIC((a, b) -> "diagnosis: a port of ours is broken"),
    DIAGNOSED_LINK((a, b) -> "diagnosis: a port of ours has no carrier"),
    DIAGNOSED_SWITCH((a, b) -> "diagnosis: a switch does not forward"),
    DIAGNOSED_UNIDIRECTIONAL((a, b) -> "diagnosis: frames pass one way only to or from card " + b),
    DIAGNOSED_PEER_NIC((a, b) -> "diagnosis: a port of card " + b + " is broken"),
    DIAGNOSED_PEER_LINK((a, b) -> "diagnosis: a port of card " + b + " has no carrier"),
    DIAGNOSED_PEER_SILENT((a, b) -> "diagnosis: card " + b + " is silent, nobody else to ask"),
    DIAGNOSED_PEER_DEAD((a, b) -> "diagnosis: card " + b + " is silent to everybody"),
    DIAGNOSED_PEER_HOST((a, b) -> "diagnosis: host of card " + b + " has failed"),

    // The disk array.
    WRITES_PREEMPTED((a, b) -> "personality " + a + " has another key: " + b + " commands under way are aborted"),
    ARRAY_DOWN((a, b) -> "power is gone, with the volatile cache"),
    ARRAY_UP((a, b) -> "power is back"),

    // Daughter disks.
    DISK_DOWN((a, b) -> "power is gone, with the volatile cache"),
    DISK_UP((a, b) -> "power is back"),
    DISK_REPLACED((a, b) -> "another disk is in its place, blank"),
    DISK_WRITES_PREEMPTED((a, b) -> "kept for epoch " + a + ": " + b + " commands under way are aborted"),

    // Networks and those on them.
    WIRE_DOWN((a, b) -> "link is down"),
    WIRE_UP((a, b) -> "link is up"),
    SWITCH_DOWN((a, b) -> "switch forwards nothing"),
    SWITCH_SPLIT((a, b) -> "switch has fallen in two, " + a + " cards are apart"),
    SWITCH_UP((a, b) -> "switch forwards"),
    PORT_DOWN((a, b) -> "cable or port is down"),
    PORT_UP((a, b) -> "cable and port are up"),
    ADDRESS_LEARNED((a, b) -> "finds personality " + a + " at card " + b),
    CLIENT_REQUEST_SERVED((a, b) -> "request served by personality " + a + " in epoch " + b),
    CLIENT_ANSWERED((a, b) -> "first answer of personality " + a + " after " + b / 1_000 + " us"),
    CLIENT_ANSWERED_AGAIN((a, b) -> "personality " + a + " answers again, after " + b / 1_000_000 + " ms"),

    // The firmware's images.
    UPDATE_STARTED((a, b) -> "host sends a firmware image of " + a + " bytes, for slot " + b),
    UPDATE_VERIFIED((a, b) -> "firmware image is whole and signed: version " + a + " in slot " + b),
    UPDATE_ACTIVATED((a, b) -> "next reset boots firmware version " + a + " from slot " + b + ", on trial"),
    UPDATE_REFUSED((a, b) -> "firmware update refused: " + updateError(a, b)),
    IMAGE_CONFIRMED((a, b) -> "firmware version " + a + " has passed its self-test: slot " + b + " is confirmed"),
    IMAGE_ON_TRIAL((a, b) -> "boot ROM boots firmware version " + a + " from slot " + b + ", on trial"),
    IMAGE_FELL_BACK((a, b) -> "boot ROM falls back to firmware version " + a + " in slot " + (b >> Byte.SIZE) + ": "
            + words(ImageFault.of(b & 0xff))),
    NO_IMAGE((a, b) -> "boot ROM finds no firmware that may run, the processor is halted: slot 0 "
            + words(ImageFault.of(a)) + ", slot 1 " + words(ImageFault.of(b))),
    UPDATE_READY((a, b) -> "driver is told that the new firmware waits in slot " + a),
    UPDATE_FAILED((a, b) -> "driver is told that the firmware update failed: " + updateError(a, b)),
    UPDATE_CUT((a, b) -> "driver lost the card in the middle of a firmware update, after " + a + " bytes"),
    IMAGE_TOLD((a, b) -> "driver is told what the card booted: " + boot(a, b));

    /** Puts the two numbers of an occurrence into words. */
    @FunctionalInterface
    interface Phrase {
        String of(long a, long b);
    }

    private static final Happening[] VALUES = values();

    private final boolean frequent;

    @SuppressWarnings("ImmutableEnumChecker") // the phrases are lambdas without state
    private final Phrase phrase;

    Happening(Phrase phrase) {
        this(false, phrase);
    }

    Happening(boolean frequent, Phrase phrase) {
        this.frequent = frequent;
        this.phrase = phrase;
    }

    /** The name in scenario files: lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it happens so often that only its first occurrence by each component is told. */
    public boolean frequent() {
        return frequent;
    }

    public String describe(long a, long b) {
        return phrase.of(a, b);
    }

    static Happening at(int code) {
        return VALUES[code];
    }

    /** The names of all, in the order above. */
    public static List<String> words() {
        return Arrays.stream(VALUES).map(Happening::word).toList();
    }

    private static String aer(long errors) {
        return Stream.of(Field.AER_SURPRISE_DOWN, Field.AER_COMPLETER_ABORT, Field.AER_UNSUPPORTED_REQUEST)
                .filter(each -> each.in(errors))
                .map(each -> words(each).substring("aer ".length()))
                .collect(Collectors.joining(", "));
    }

    private static String nvFailure(long bits) {
        return fields(Register.CSAVE_FAIL_INFO, bits);
    }

    private static String updateError(long error, long fault) {
        UpdateError why = UpdateError.of(error);
        return words(why) + (why == UpdateError.IMAGE ? ", " + words(ImageFault.of(fault)) : "");
    }

    private static String boot(long version, long how) {
        BootResult result = BootResult.of(how >> Byte.SIZE);
        String why = result == BootResult.FELL_BACK ? ", " + words(ImageFault.of(how & 0xff)) : "";
        return (version == 0 ? "no firmware, " : "version " + version + ", ") + words(result) + why;
    }

    private static String nvTold(long bits) {
        return fields(Register.NV_RESULT, bits);
    }

    private static String fields(Register register, long bits) {
        return Arrays.stream(Field.values())
                .filter(each -> each.register() == register && each.in(bits))
                .map(each -> words(each).replaceFirst("^(fail|nv) ", ""))
                .collect(Collectors.joining(", "));
    }

    private static String resets(long causes) {
        return Arrays.stream(ResetCause.values())
                .filter(each -> (causes >>> each.ordinal() & 1) != 0)
                .map(Happening::words)
                .collect(Collectors.joining(", "));
    }

    private static String domains(long mask) {
        return Arrays.stream(PowerDomain.values())
                .filter(each -> (mask & each.bit()) != 0)
                .map(Happening::words)
                .collect(Collectors.joining(", "));
    }

    private static String copies(long count) {
        boolean onDisk = count == CompletionRing.DESTAGED;
        return onDisk ? "another card, on its disk" : count == 1 ? "one copy" : count + " copies";
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
