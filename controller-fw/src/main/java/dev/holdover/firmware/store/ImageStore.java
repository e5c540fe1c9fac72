package dev.holdover.firmware.store;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The image and the position of each personality that this card holds a copy of, on one daughter disk that is the
 * store's alone: kept up to date record by record, and loaded when the NVRAM was lost.
 */
public class ImageStore {
    private final Hal hal;
    private final int cluster;
    private final int slot;
    private final Medium medium;
    private final List<Personality> personalities = new ArrayList<>();
    private final List<Shelf> shelves = new ArrayList<>();
    private final LoadResult[] results = new LoadResult[NvramLayout.MAX_SLOTS];
    private Optional<Loader> loader = Optional.empty();
    private int loading;
    private Runnable whenLoaded = () -> {};

    /** @param listener told when more of a personality is stored, or when it is erased */
    public ImageStore(Hal hal, FirmwareConfig config, List<Personality> personalities, Consumer<Personality> listener) {
        this.hal = hal;
        this.cluster = config.cluster();
        this.slot = config.storeSlot();
        this.medium = new Medium(hal.disks(), slot);
        byte[] transfer = new byte[StoreMap.CHUNK * NvramLayout.BLOCK];
        for (Personality each : personalities) {
            results[each.slot()] = LoadResult.EMPTY;
            if (exists() && each.holdsCopy()) {
                this.personalities.add(each);
                shelves.add(new Shelf(hal, medium, cluster, each, transfer, listener::accept));
            }
        }
    }

    /** Size of the smallest disk that holds the images of all slots of a card, in bytes. */
    public static long bytes(NvramLayout layout) {
        return layout.slots() * StoreMap.of(layout, 0).blocks() * NvramLayout.BLOCK;
    }

    /** Whether the card has a store. */
    public final boolean exists() {
        return slot != FirmwareConfig.NO_STORE;
    }

    /** Whether a daughter slot is the store's. */
    public final boolean owns(int daughterSlot) {
        return exists() && slot == daughterSlot;
    }

    // After the NVRAM was lost.

    /**
     * Loads whatever is stored into the blank NVRAM, one personality after the other, as stale copies at their
     * positions. The superblock is changed, and not persisted.
     */
    public final void load(Runnable then) {
        whenLoaded = then;
        loading = -1;
        loadNext();
    }

    private void loadNext() {
        loading++;
        if (loading >= personalities.size()) {
            loader = Optional.empty();
            whenLoaded.run();
            return;
        }
        byte[] room = new byte[StoreMap.CHUNK * NvramLayout.BLOCK];
        Loader next = new Loader(hal, medium, cluster, personalities.get(loading), room, this::isSame);
        loader = Optional.of(next);
        next.start();
        loaded(next);
    }

    /** Whether a block of an image that was read is the one that was stored, by their checksums. */
    protected boolean isSame(int readCrc, int storedCrc) {
        return readCrc == storedCrc;
    }

    private void loaded(Loader by) {
        if (!by.ended()) {
            return;
        }
        Personality personality = by.personality();
        results[personality.slot()] = by.result();
        if (by.result() == LoadResult.LOADED) {
            hal.journal(
                    Notice.STORE_LOADED,
                    personality.slot(),
                    personality.epoch(),
                    personality.log().lsn());
        } else if (by.result() != LoadResult.EMPTY) {
            hal.journal(Notice.STORE_UNUSABLE, personality.slot(), by.result().ordinal(), 0);
        }
        loadNext();
    }

    /** Nothing is loaded any more: the NVRAM is the host's. */
    public final void stopLoading() {
        loader = Optional.empty();
    }

    /** How the loading of a personality ended; EMPTY where nothing was to be loaded. */
    public final LoadResult result(Personality personality) {
        return results[personality.slot()];
    }

    // While the firmware runs.

    /** A command that was given to the store's disk has ended. */
    public final void disk(int tag, DiskStatus status) {
        if (loader.isPresent()) {
            Loader now = loader.get();
            now.ended(tag, status);
            loaded(now);
            return;
        }
        for (int i = 0; i < shelves.size(); i++) {
            if (shelves.get(i).personality().slot() == StoreTags.slot(tag)) {
                shelves.get(i).ended(tag, status);
            }
        }
    }

    /** A heartbeat period has passed. */
    public final void tick() {
        if (loader.isPresent()) {
            Loader now = loader.get();
            now.tick();
            loaded(now);
            return;
        }
        for (int i = 0; i < shelves.size(); i++) {
            refillCopy(shelves.get(i));
            shelves.get(i).tick();
        }
    }

    /** Something of a personality may have been logged. */
    public final void advance(Personality personality) {
        for (int i = 0; i < shelves.size(); i++) {
            if (shelves.get(i).personality() == personality) {
                shelves.get(i).advance();
            }
        }
    }

    /** A copy that was erased by its owner's order has been filled again. */
    private static void refillCopy(Shelf shelf) {
        if (shelf.erased() && shelf.personality().follows()) {
            shelf.refill();
        }
    }

    /** Whether a personality's image is stored and followed record by record. */
    public final boolean keeps(Personality personality) {
        return of(personality).map(Shelf::keeps).orElse(false);
    }

    /** Whether the disk takes a personality's image, though not all of it may be there yet. */
    public final boolean fills(Personality personality) {
        return of(personality).map(Shelf::fills).orElse(false);
    }

    /** Up to where everything is on the medium, flushed, in the present epoch; zero if it is not. */
    public long storedLsn(Personality personality) {
        for (int i = 0; i < shelves.size(); i++) {
            if (shelves.get(i).personality() == personality) {
                return shelves.get(i).storedLsn();
            }
        }
        return 0;
    }

    /** Whether everything up to {@code lsn} is stored, and its loss could not go unnoticed. */
    public boolean holds(Personality personality, long lsn) {
        Optional<Shelf> shelf = of(personality);
        if (shelf.isPresent() && !shelf.get().sealed(lsn)) {
            shelf.get().seal();
        }
        return shelf.isPresent() && shelf.get().keeps() && shelf.get().sealed(lsn);
    }

    /** How long it would take to store all that this card owns, in nanoseconds. */
    public final long unstoredNs() {
        long ns = 0;
        for (int i = 0; i < shelves.size(); i++) {
            ns += shelves.get(i).personality().owns() ? shelves.get(i).unstoredNs() : 0;
        }
        return ns;
    }

    /** Zeroes what is stored of a personality, and stores nothing of it until {@link #refill}. */
    public final void erase(Personality personality) {
        of(personality).ifPresent(Shelf::erase);
    }

    /** Whether nothing of a personality is stored any more. */
    public final boolean erased(Personality personality) {
        return of(personality).map(Shelf::erased).orElse(true);
    }

    /** What was erased may be stored again. */
    public final void refill(Personality personality) {
        of(personality).ifPresent(Shelf::refill);
    }

    public final long stateHash() {
        long hash = loading;
        for (Shelf each : shelves) {
            hash = hash * 31 + each.stateHash();
        }
        return hash;
    }

    private Optional<Shelf> of(Personality personality) {
        for (int i = 0; i < shelves.size(); i++) {
            if (shelves.get(i).personality() == personality) {
                return Optional.of(shelves.get(i));
            }
        }
        return Optional.empty();
    }
}
