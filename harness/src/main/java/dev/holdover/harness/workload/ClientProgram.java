package dev.holdover.harness.workload;

import dev.holdover.driver.core.BlockOutcome;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.Outcome;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Storyteller;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.NicNode;
import dev.holdover.harness.world.Program;
import dev.holdover.harness.world.StoragePort;
import dev.holdover.harness.world.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves the clients of every personality that its host owns on one card. A personality that comes
 * from elsewhere, or from before a reboot, is first read back as a whole.
 */
public final class ClientProgram implements Program {
    private static final int BLOCK = 4096;
    private static final int OPEN_WRITES = 8192;
    private static final long RETRY_NS = 500_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final Host host;
    private final CardNode card;
    private final List<Client> clients;
    private final Witness witness;
    private final Storyteller storyteller;
    private final @Nullable Work[] works;
    private final List<VolumeClient> volumeClients;
    private final List<BlockClient> blockClients;
    private final List<HostDiskClient> diskClients;
    private final List<HostDiskWriter> disks = new ArrayList<>();
    private final List<NicNode> nicNodes;
    private final List<NicServer> nics = new ArrayList<>();
    private final @Nullable BlockWriter[] blocks;
    private final @Nullable ServerProcess[] processes;
    private final @Nullable Client[] owned;
    private final @Nullable VolumeWriter[] volumes;
    private final byte[] buffer = new byte[BLOCK];
    private final long[] openIds = new long[OPEN_WRITES];
    private final long[] openOffsets = new long[OPEN_WRITES];
    private final int[] openLengths = new int[OPEN_WRITES];
    private final int[] openPersonalities = new int[OPEN_WRITES];
    private Optional<DriverCore> driver = Optional.empty();

    /** What is being done for one window. */
    private static final class Work {
        private final Client client;
        private long recoverAt = -1;
        private long recoverSize;
        private long nextNs;
        private boolean chosen;

        Work(Client client) {
            this.client = client;
        }
    }

    public ClientProgram(Host host, CardNode card, Clients all, Witness witness, Storyteller storyteller) {
        this.host = host;
        this.card = card;
        this.diskClients = all.disks();
        this.nicNodes = all.nics();
        this.clients = all.writers();
        this.witness = witness;
        this.storyteller = storyteller;
        this.works = new Work[card.layout().slots()];
        this.volumeClients = all.volumes();
        this.blockClients = all.blocks();
        this.blocks = new BlockWriter[works.length];
        this.volumes = new VolumeWriter[works.length];
        this.processes = new ServerProcess[works.length];
        this.owned = new Client[works.length];
    }

    @Override
    public void start(DriverCore itsDriver) {
        driver = Optional.of(itsDriver);
        for (HostDiskClient each : diskClients) {
            if (each.uses(card)) {
                disks.add(new HostDiskWriter(each, host, itsDriver, witness, storyteller));
            }
        }
        for (NicNode each : nicNodes) {
            if (each.card() == card) {
                nics.add(new NicServer(each, host, itsDriver, this::serves, works.length, witness, storyteller));
            }
        }
    }

    @Override
    public void step(long nowNs) {
        DriverCore core = driver.orElseThrow();
        for (int window = 0; window < works.length; window++) {
            supervise(window, nowNs);
            @Nullable Work work = works[window];
            if (work != null && nowNs >= work.nextNs && core.owns(window)) {
                if (work.recoverAt >= 0) {
                    recover(core, window, work, nowNs);
                } else {
                    serve(core, window, work, nowNs);
                }
            }
        }
        for (@Nullable BlockWriter each : blocks) {
            if (each != null) {
                each.step(nowNs);
            }
        }
        core.ring();
        for (HostDiskWriter each : disks) {
            each.step(nowNs);
        }
        writeVolumes(nowNs);
    }

    private void writeVolumes(long nowNs) {
        host.storage()
                .ifPresent(port -> port.poll((tag, result, data, length) -> {
                    for (@Nullable VolumeWriter volume : volumes) {
                        if (volume != null) {
                            volume.answered(tag, result, data, length);
                        }
                    }
                }));
        for (@Nullable VolumeWriter volume : volumes) {
            if (volume != null) {
                volume.step(nowNs);
            }
        }
    }

    private long nextVolumeNs() {
        long next = NEVER;
        for (@Nullable VolumeWriter volume : volumes) {
            next = volume == null ? next : Math.min(next, volume.nextNs());
        }
        for (@Nullable BlockWriter each : blocks) {
            next = each == null ? next : Math.min(next, each.nextNs());
        }
        for (HostDiskWriter each : disks) {
            next = Math.min(next, each.nextNs());
        }
        return next;
    }

    @Override
    public long nextNs() {
        long next = nextVolumeNs();
        for (@Nullable ServerProcess process : processes) {
            next = process == null ? next : Math.min(next, process.nextNs());
        }
        for (@Nullable Work work : works) {
            if (work != null) {
                next = Math.min(next, work.nextNs);
            }
        }
        return driver.isPresent() && serving() ? next : NEVER;
    }

    private boolean serving() {
        DriverState state = driver.orElseThrow().state();
        return state == DriverState.UP || state == DriverState.DEGRADED;
    }

    private void recover(DriverCore core, int window, Work work, long nowNs) {
        int personality = work.client.personality();
        if (!core.read(window, work.recoverAt, buffer, 0, BLOCK)) {
            work.nextNs = nowNs + RETRY_NS;
            return;
        }
        witness.read(host, personality, work.recoverAt, buffer, BLOCK);
        if (work.recoverAt == 0) {
            storyteller.tell(Happening.FIRST_READ_SERVED, host.name(), personality, core.epoch(window));
        }
        work.recoverAt += BLOCK;
        if (work.recoverAt >= work.recoverSize) {
            work.recoverAt = -1;
            work.nextNs = work.client.firstNs(nowNs);
            storyteller.tell(Happening.RECOVERY_READ_DONE, host.name(), personality, work.recoverSize);
        }
    }

    private void serve(DriverCore core, int window, Work work, long nowNs) {
        Client client = work.client;
        while (work.nextNs <= nowNs) {
            if (!work.chosen) {
                client.choose();
                work.chosen = true;
            }
            if (!write(core, window, client)) {
                work.nextNs = nowNs + RETRY_NS;
                return;
            }
            work.chosen = false;
            work.nextNs = client.nextNs(nowNs);
            if (client.wantsReadBack()) {
                long block = client.offset() / BLOCK * BLOCK;
                core.ring();
                if (core.read(window, block, buffer, 0, BLOCK)) {
                    witness.read(host, client.personality(), block, buffer, BLOCK);
                }
            }
        }
    }

    private boolean write(DriverCore core, int window, Client client) {
        long id = client.newWriteId();
        long offset = client.offset();
        int length = client.length();
        for (int i = 0; i < length; i += SectorPattern.BYTES) {
            SectorPattern.fill(buffer, i, client.personality(), (offset + i) / SectorPattern.BYTES, id);
        }
        witness.issued(client.personality(), id, offset, length);
        long ticket = core.submit(window, offset, buffer, 0, length);
        if (ticket == DriverCore.BUSY) {
            return false;
        }
        int slot = (int) ticket & OPEN_WRITES - 1;
        openIds[slot] = id;
        openOffsets[slot] = offset;
        openLengths[slot] = length;
        openPersonalities[slot] = client.personality();
        return true;
    }

    @Override
    public void completed(int window, long ticket, Outcome outcome, long lsn) {
        int slot = (int) ticket & OPEN_WRITES - 1;
        witness.ended(host, openPersonalities[slot], openIds[slot], openOffsets[slot], openLengths[slot], outcome);
    }

    @Override
    public void blockCompleted(int window, long ticket, BlockOutcome outcome) {
        @Nullable BlockWriter writer = blocks[window];
        if (writer != null) {
            writer.ended(ticket, outcome);
        }
    }

    @Override
    public void stateChanged(DriverState from, DriverState to) {
        // What follows for the clients of personalities comes as owns and lost.
        for (HostDiskWriter each : disks) {
            each.driverIs(to);
        }
        nics.forEach(NicServer::driverMoved);
    }

    @Override
    public void owns(int window, int personality, long epoch) {
        DriverCore core = driver.orElseThrow();
        Client client = clients.stream()
                .filter(each -> each.personality() == personality)
                .findFirst()
                .orElseThrow();
        owned[window] = client;
        ServerProcess process = new ServerProcess(host.processes(), core, window, host.localNs());
        processes[window] = process;
        nics.forEach(each -> each.owns(window, personality));
        supervise(window, host.localNs());
    }

    /** Follows the process that serves a window: clients are served while it runs. */
    private void supervise(int window, long nowNs) {
        @Nullable ServerProcess process = processes[window];
        @Nullable Client client = owned[window];
        if (process == null || client == null) {
            return;
        }
        boolean ran = process.runs();
        boolean runs = process.at(nowNs) == ServerProcess.State.RUNNING;
        if (runs && !ran) {
            storyteller.tell(Happening.PROCESS_STARTED, host.name(), client.personality(), 0);
            begin(window, client);
        } else if (ran && !runs) {
            storyteller.tell(Happening.PROCESS_DIED, host.name(), client.personality(), 0);
            end(window);
        }
    }

    private void begin(int window, Client client) {
        DriverCore core = driver.orElseThrow();
        int personality = client.personality();
        long epoch = core.epoch(window);
        Work work = new Work(client);
        works[window] = work;
        work.nextNs = client.firstNs(host.localNs());
        if (client.hasWritten()) {
            work.nextNs = host.localNs();
            work.recoverAt = 0;
            work.recoverSize = core.layout().orElseThrow().plainBytes();
        }
        for (BlockClient each : blockClients) {
            if (each.personality() == personality) {
                core.block(window)
                        .ifPresent(
                                device -> blocks[window] = new BlockWriter(each, host, device, witness, storyteller));
            }
        }
        for (VolumeClient each : volumeClients) {
            if (each.personality() == personality && host.storage().isPresent()) {
                StoragePort port = host.storage().get();
                volumes[window] = new VolumeWriter(each, host, port, epoch, witness, storyteller);
            }
        }
    }

    private void end(int window) {
        works[window] = null;
        volumes[window] = null;
        blocks[window] = null;
    }

    @Override
    public boolean serves(int window) {
        @Nullable ServerProcess process = processes[window];
        return process != null && process.runs();
    }

    @Override
    public void lost(int window, int personality, long epoch) {
        end(window);
        processes[window] = null;
        owned[window] = null;
        nics.forEach(each -> each.lost(window));
    }
}
