package dev.holdover.firmware.hal;

/** What the firmware tells of itself; {@code a} and {@code b} mean what stands beside each. */
public enum Notice {
    /** Serving again; a = incarnation, b = records replayed. */
    CARD_BOOTED,
    /** No superblock was whole; the contents are gone. */
    NVRAM_BLANK,
    /** A log or superblock that cannot be trusted; nothing is served. */
    NVRAM_CORRUPT,
    /** The log was replayed; a = records, b = epoch of the newest. */
    REPLAYED,
    /** a = a {@code FailureCause}. */
    HOST_FAILED,
    /** The card's gate is shut; a = misses counted so far. */
    GATE_SHUT,
    /** The card's gate is open; a = windows. */
    GATE_OPENED,
    /** The host answered every challenge. */
    PROOF_ACCEPTED,
    /** a = a {@code Mailbox.Refusal}. */
    PROOF_REFUSED,
    /** A peer or an operator said that the host may come back. */
    RECONNECT_ALLOWED,
    /** a = bytes that the peer lacks. */
    DRAINING,
    /** The peer has everything; a = final lsn. */
    DRAINED,
    /** Signed and sent; a = epoch, b = final lsn. */
    CERTIFICATE_SENT,
    /** The peer took the epoch; a = the new epoch. */
    EPOCH_HANDED_OVER,
    /** A certificate came; a = epoch, b = final lsn. */
    CERTIFICATE_RECEIVED,
    /** Taking over; a = the new epoch. */
    CLAIMING,
    /** Taken over; a = the epoch, b = lsn at which it begins. */
    CLAIMED,
    /** The owner's lease begins; a = epoch, b = personality. */
    LEASED,
    /** The lease ran out and the window was closed; a = epoch, b = personality. */
    LEASE_EXPIRED,
    /** Asks for votes; a = the epoch that it stands for, b = personality. */
    STANDING,
    /** Gave its vote; a = epoch, b = to this card, above it the personality from bit 16. */
    VOTED,
    /** A majority's votes are in; a = the epoch, b = personality. */
    ELECTED,
    /** Taking over though acknowledged writes may be missing, as configured; a = epoch, b = lsn. */
    LOSS_ACCEPTED,
    /** An operator makes this card the owner; a = the epoch, b = lsn. */
    FORCED,
    /** Another card has another owner for an epoch of ours; a = that epoch, b = that owner. */
    FORK_DETECTED,
    /** An operator gave up this side of a fork; a = its epoch, b = its lsn. */
    DISCARDED,
    /** A guest goes home: its window is closed; a = home card. */
    RETURNING,
    /** Home went away, the guest stays; a = home card. */
    RETURN_ABORTED,
    /** Writes are acknowledged in another number of copies from now on; a = copies, b = personality. */
    DURABILITY_CHANGED,
    /** Another card owns a later epoch; a = that epoch. */
    SUPERSEDED,
    /** The peer has all but the newest bytes; a = its lsn, b = personality. */
    PEER_IN_SYNC,
    /** The peer does not answer. */
    PEER_LOST,
    /** The host goes on without waiting for a copy; a = bytes that it lacks, b = its card. */
    PEER_BEHIND,
    /** What differs is about to be found out; a = blocks that may, b = the card that is filled. */
    RESYNC_COMPARED,
    /** The log no longer reaches back; a = dirty blocks, b = the card that is filled. */
    RESYNC_STARTED,
    /** a = bytes sent, each once; b = the card that was filled. */
    RESYNC_DONE,
    /** What was sent again because it, or its answer, was lost; a = bytes, b = the card that was filled. */
    OVER_SENT,
    /** Part or all of a personality was sent on request; a = bytes, b = requesting card. */
    FETCH_SERVED,
    /** What was asked for has come; a = bytes, b = CRC32C over them. */
    FETCHED,
    /** A frame was refused; a = a {@code FrameFault}, b = sender. */
    FRAME_REFUSED,
    /** A writer of an older epoch was refused; a = its epoch, b = sender. */
    STALE_REFUSED,
    /** The batteries could not save another write; a = millijoules that are certain, b = millijoules needed. */
    ENERGY_SHORT,
    /** Frames to a peer go another way from now on; a = the peer, b = port: 0 is LAN A, 1 is LAN B. */
    PATH_CHANGED,
    /** The home host answers for its address; a = IPv4 address, b = epoch. */
    ADDRESS_ARMED,
    /** Our host answers for an address that was another's; a = IPv4 address, b = epoch. */
    ADDRESS_TAKEN_OVER,
    /** The address is no longer answered for; a = IPv4 address. */
    ADDRESS_WITHDRAWN,
    /** A battery is low; a = millijoules that are certain, b = millijoules that are needed. */
    ENERGY_LOW,
    /** There is enough again; a and b as above. */
    ENERGY_ENOUGH,
    /** Going to sleep on battery; a = millijoules left as the gauge says, b = 1 if something is not sent yet. */
    SLEEPING,
    /** A copy of the superblock could not be read and was written anew; a = which. */
    SUPERBLOCK_REPAIRED,
    /** A word of a personality's log, rings or maps could not be read and was written anew; a = NVRAM address. */
    RECORD_REPAIRED,
    /** A window was not where its slot is, and the bridge had closed it; a = NVRAM address that it pointed to. */
    WINDOW_MENDED,
    /** A block of the image can't be read, and no other card can give it now; a = block. */
    BLOCK_UNREADABLE,
    /** What could not be read of a block came from the other card; a = block, b = words. */
    BLOCK_REPAIRED,
    /** The disk array keeps the volume for our host; a = epoch, b = personality. */
    VOLUME_RESERVED,
    /** The array keeps the volume for a later epoch; a = that epoch, b = personality. */
    RESERVATION_CONFLICT,
    /** The array does not answer: the take-over goes on without the volume; a = epoch, b = personality. */
    VOLUME_GIVEN_UP,
    /** The daughter disks of a personality are kept for our epoch, if they answer; a = epoch, b = personality. */
    DISKS_RESERVED,
    /** A daughter disk is kept for a later epoch; a = our epoch, b = personality. */
    DISKS_CONFLICT,
    /** A block volume was assembled or created, or could not be; a = a {@code VolumeState}, b = intents replayed. */
    RAID_OPENED,
    /** An update of a row that a crash had cut was finished; a = row. */
    RAID_REPLAYED,
    /** A member is used no more; a = its place. */
    RAID_MEMBER_FAILED,
    /** A member is being filled; a = its place. */
    RAID_REBUILD_STARTED,
    /** A member is in sync again; a = its place. */
    RAID_REBUILT,
    /** Every row was read and checked; a = rows, b = blocks repaired since the volume was opened. */
    RAID_SCRUBBED,
    /** A block was bad and was written anew from the other members; a = row, b = place of the member. */
    RAID_BLOCK_REPAIRED,
    /** A block can't be had from the members any more, and is not given to anybody; a = row, b = place. */
    RAID_BLOCK_LOST,
    /** The parity of a row was wrong; a = row. */
    RAID_PARITY_REPAIRED,
    /** The volume has grown; a = its rows. */
    RAID_GROWN,
    /** The volume serves no more; a = a {@code VolumeState}. */
    RAID_STOPPED,
    /** All of the cache is on the disks, while no host was there to ask for it; a = lines that were not before. */
    CACHE_DESTAGED,
    /** So many lines of the cache may be dirty, by the energy that there is; one: write-through. a = lines. */
    CACHE_LIMITED,
    /** Image and position of a personality are on the store's disk, and followed there; a = epoch, b = lsn. */
    STORE_IN_SYNC,
    /** The store's disk failed, or did not answer; a = a {@code DiskStatus}, b = lsn up to which it was stored. */
    STORE_FAILED,
    /** The blank NVRAM holds what was stored of a personality, as a stale copy; a = epoch, b = lsn. */
    STORE_LOADED,
    /** What was stored can't be used, and none of it is; a = a {@code LoadResult}. */
    STORE_UNUSABLE,
    /** What was stored is newer than what any other copy has: this card claims with it; a = epoch, b = lsn. */
    STORE_REVIVED,
    /** The certificate lies in the array's mailbox; a = epoch. */
    CERTIFICATE_POSTED,
    /** A certificate lay in the array's mailbox; a = epoch. */
    CERTIFICATE_FETCHED,
    /** Another place is in sync: a SAVE begins by itself when the mains or the host are lost. */
    NV_ARMED,
    /** It does not any more. */
    NV_DISARMED,
    /** A SAVE begins; a = a {@code SaveCause}, b = lsn up to which it goes. */
    NV_SAVING,
    /** Another place holds everything; a = a {@code SaveCause}, b = lsn. */
    NV_SAVED,
    /** A SAVE failed; a = a bit of CSAVE_FAIL_INFO. */
    NV_SAVE_FAILED,
    /** The home card asks for what another place keeps for it. */
    NV_RESTORING,
    /** The NVRAM holds again what another place kept, and is owned here; a = epoch, b = lsn. */
    NV_RESTORED,
    /** A RESTORE failed, and may be tried again; a = a bit of CSAVE_FAIL_INFO. */
    NV_RESTORE_FAILED,
    /** The copies in other places are being zeroed. */
    NV_ERASING,
    /** They are. */
    NV_ERASED,
    /** An ERASE failed; a = a bit of CSAVE_FAIL_INFO. */
    NV_ERASE_FAILED,
    /** An operation was aborted; a = a bit of NV_FUNC_CMD. */
    NV_ABORTED,
    /** The home card wants its bytes back from here; a = home card, b = lsn. */
    NV_GIVING_BACK,
    /** The diagnostic ladder's verdict; a = a {@code Verdict}, b = the other card that it is about, or zero. */
    DIAGNOSED,
    /** An operator confirmed a command at the console; a = a {@code Command}, b = its number. */
    OPERATOR_COMMAND,
    /** A battery that is about to be replaced counts for nothing; a = which, b = millijoules that are certain. */
    BATTERY_LEFT_OUT,
    /** The other battery suffices: it may be pulled; a = which, b = millijoules that are certain. */
    BATTERY_MAY_BE_PULLED,
    /** A battery that was left out counts again; a = which. */
    BATTERY_COUNTED,
    /** The host sends a firmware image; a = bytes, b = slot that it goes into. */
    UPDATE_STARTED,
    /** It is in the flash, whole and signed; a = version, b = slot. */
    UPDATE_VERIFIED,
    /** The next reset boots it on trial; a = version, b = slot. */
    UPDATE_ACTIVATED,
    /** An update was refused or given up; a = an {@code UpdateError}, b = an {@code ImageFault}. */
    UPDATE_REFUSED,
    /** What runs has passed its self-test; a = version, b = slot. */
    IMAGE_CONFIRMED
}
