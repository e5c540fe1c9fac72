package dev.holdover.harness.world;

import dev.holdover.driver.core.DriverCore;
import dev.holdover.harness.world.World.Port;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A host computer: a CPU whose instructions take time, and the programs that drive its cards.
 *
 * <p>A turn runs a program to its end. Within it the host's own clock runs ahead of the world's, and
 * each store or read first lets the world catch up with it, so that whatever happens elsewhere happens
 * in between. A crash in such a moment is thrown out of the store and unwinds the turn.
 */
public final class Host implements Component {
    private static final int TURN = 0;
    private static final int WAKE = 1;
    private static final int INTERRUPT = 2;
    private static final int BOOTED = 3;
    private static final int POWER_OFF = 4;

    private static final long INTERRUPT_NS = 2_000;
    /** From the order to shut down until the power goes. */
    public static final long SHUTDOWN_NS = 5_000_000;

    /** Unwinds a turn of a host that has just died. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Died() {
            super("host died", null, false, false);
        }
    }

    private final World world;
    private final Port port;
    private final Turns turns;
    private final Processes processes;
    private final Witness witness;
    private final long bootNs;
    private final List<HostTask> tasks = new ArrayList<>();
    private Optional<StoragePort> storage = Optional.empty();
    private HostState state = HostState.OFF;
    private boolean inTurn;
    private boolean hangAfterTurn;
    private boolean turnScheduled;
    private boolean tellShutdown;
    private boolean shutsDown;
    private boolean startsAgain;
    private long localNs;
    private long generation;
    private long turnGeneration;
    private long stores;
    private long triggerAt = Long.MAX_VALUE;
    private Runnable trigger = () -> {};

    Host(World world, Port port, Turns turns, Witness witness, long bootNs) {
        this(world, port, turns, witness, bootNs, new Processes(world.random(port.name() + ".process"), 0, 0));
    }

    Host(World world, Port port, Turns turns, Witness witness, long bootNs, Processes processes) {
        this.processes = processes;
        this.world = world;
        this.port = port;
        this.turns = turns;
        this.witness = witness;
        this.bootNs = bootNs;
        port.attach(this);
    }

    public String name() {
        return port.name();
    }

    /** The processes that serve personalities here. */
    public Processes processes() {
        return processes;
    }

    public HostState state() {
        return state;
    }

    /** The host's way to the disk array, if there is one. */
    public Optional<StoragePort> storage() {
        return storage;
    }

    void plugInto(StoragePort path) {
        storage = Optional.of(path);
    }

    void add(HostTask task) {
        tasks.add(task);
    }

    /** Its programs, one for each card in it. */
    public List<HostTask> tasks() {
        return List.copyOf(tasks);
    }

    /** The cards that are plugged into it. */
    public List<CardNode> cards() {
        return tasks.stream().map(HostTask::card).toList();
    }

    // What happens to it.

    /** Power comes on; the programs start after {@code delayNs}, or after its boot time if that is negative. */
    public void powerOn(long delayNs) {
        if (state != HostState.OFF) {
            // A button that is pressed while the host shuts down starts it again after that.
            startsAgain = shutsDown;
            return;
        }
        enter(HostState.BOOTING);
        for (HostTask task : tasks) {
            task.card().hardware().mainRail(true);
        }
        port.after(delayNs < 0 ? bootNs : delayNs, BOOTED, generation, 0);
    }

    /** Power goes: links drop, memory is lost, the cards lose their main rail. */
    public void powerOff() {
        if (state == HostState.OFF) {
            return;
        }
        boolean again = startsAgain;
        stop(HostState.OFF);
        for (HostTask task : tasks) {
            task.card().unplug();
            task.card().hardware().mainRail(false);
        }
        if (again) {
            powerOn(-1);
        }
    }

    /** The kernel dies; power stays. */
    public void crash() {
        if (state == HostState.RUNNING || state == HostState.HUNG) {
            stop(HostState.CRASHED);
        }
    }

    /** The kernel dies, and what its CPU and root complex have not yet delivered dies with it; power stays. */
    public void crashWithBuffers() {
        crash();
        for (HostTask task : tasks) {
            task.card().losePosted();
        }
    }

    /** A crashed host starts again. */
    public void reboot() {
        if (state == HostState.CRASHED) {
            enter(HostState.BOOTING);
            port.after(bootNs, BOOTED, generation, 0);
        }
    }

    /** Nothing is executed any more; a turn that is open ends first, it takes microseconds. */
    public void hang() {
        if (inTurn) {
            hangAfterTurn = true;
        } else if (state == HostState.RUNNING) {
            enter(HostState.HUNG);
        }
    }

    /** A hung host goes on where it was. */
    public void resume() {
        hangAfterTurn = false;
        if (state == HostState.HUNG) {
            enter(HostState.RUNNING);
            wantTurn();
        }
    }

    /** An orderly shutdown: the driver tells its cards, then power goes. */
    public void shutDown() {
        if (state == HostState.RUNNING) {
            tellShutdown = true;
            shutsDown = true;
            wantTurn();
            port.after(SHUTDOWN_NS, POWER_OFF, generation, 0);
        }
    }

    /** Calls {@code what} just before store instruction {@code count} from the beginning. */
    public void beforeStore(long count, Runnable what) {
        triggerAt = count;
        trigger = what;
    }

    /** Store instructions so far. */
    public long stores() {
        return stores;
    }

    // What its programs do.

    /** The host's own clock; within a turn it may be ahead of the world's. */
    public long localNs() {
        return localNs;
    }

    /** One more store instruction is about to be executed. */
    void countStore() {
        if (stores++ == triggerAt) {
            triggerAt = Long.MAX_VALUE;
            trigger.run();
            checkAlive();
        }
    }

    /** Executes {@code count} stores that take {@code ns} together, if nothing is due before their end. */
    boolean storeUndisturbed(int count, long ns) {
        if (world.nextEventNs() <= localNs + ns || triggerAt - stores < count) {
            return false;
        }
        stores += count;
        localNs += ns;
        return true;
    }

    /** The CPU works for {@code ns}; the world catches up if anything is due by then. */
    void work(long ns) {
        localNs += ns;
        if (world.nextEventNs() <= localNs) {
            catchUp(localNs);
        }
    }

    /** The CPU waits until {@code untilNs}. */
    void waitUntil(long untilNs) {
        localNs = Math.max(localNs, untilNs);
        catchUp(localNs);
    }

    private void catchUp(long untilNs) {
        world.runUntil(untilNs);
        checkAlive();
    }

    private void checkAlive() {
        if (generation != turnGeneration) {
            throw new Died();
        }
    }

    /** A card's message has come. */
    void interrupt(int task, int vector) {
        if (state == HostState.RUNNING || state == HostState.HUNG) {
            port.after(INTERRUPT_NS, INTERRUPT, generation << 8 | task, vector);
        }
    }

    /** The driver of a card is asked to reset it. */
    void resetCard(int task) {
        tasks.get(task).resetCard();
        wantTurn();
    }

    /** The driver of a card is asked for something. */
    void order(int task, Consumer<DriverCore> what) {
        tasks.get(task).order(what);
        wantTurn();
    }

    /** The driver of a card is asked to send it a firmware image. */
    void updateFirmware(int task, byte[] image) {
        tasks.get(task).updateFirmware(image);
        wantTurn();
    }

    void wantTurn() {
        if (!turnScheduled) {
            turnScheduled = true;
            port.at(Math.max(localNs, world.nowNs()), TURN, 0, 0);
        }
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        switch (kind) {
            case TURN -> {
                turnScheduled = false;
                turn(nowNs);
            }
            case WAKE -> {
                if (a >>> 8 == generation) {
                    tasks.get((int) a & 0xff).woken(b);
                    turn(nowNs);
                }
            }
            case INTERRUPT -> {
                if (a >>> 8 == generation) {
                    tasks.get((int) a & 0xff).interrupted((int) b);
                    turn(nowNs);
                }
            }
            case BOOTED -> {
                if (a == generation && state == HostState.BOOTING) {
                    boot();
                }
            }
            case POWER_OFF -> {
                if (a == generation) {
                    powerOff();
                }
            }
            default -> throw new IllegalArgumentException("event " + kind);
        }
    }

    private void boot() {
        for (HostTask task : tasks) {
            task.card().plugIn();
            task.start();
        }
        enter(HostState.RUNNING);
        wantTurn();
    }

    private void turn(long nowNs) {
        if (state != HostState.RUNNING || inTurn) {
            return;
        }
        if (localNs > nowNs) {
            wantTurn();
            return;
        }
        if (!turns.take(this)) {
            return;
        }
        inTurn = true;
        turnGeneration = generation;
        localNs = nowNs;
        boolean tell = tellShutdown;
        tellShutdown = false;
        try {
            for (int i = 0; i < tasks.size(); i++) {
                HostTask task = tasks.get(i);
                if (tell) {
                    task.tellShutdown();
                }
                task.run(localNs);
            }
        } catch (Died died) {
            assert generation != turnGeneration;
        } finally {
            inTurn = false;
            turns.release();
        }
        if (hangAfterTurn) {
            hangAfterTurn = false;
            hang();
        }
        for (int i = 0; i < tasks.size() && state == HostState.RUNNING; i++) {
            long wakeNs = tasks.get(i).newWakeNs();
            if (wakeNs != Long.MAX_VALUE) {
                port.at(Math.max(wakeNs, localNs), WAKE, generation << 8 | i, wakeNs);
            }
        }
    }

    /** Memory is gone; a turn that is open unwinds at its next instruction. */
    private void stop(HostState next) {
        generation++;
        hangAfterTurn = false;
        tellShutdown = false;
        shutsDown = false;
        startsAgain = false;
        turnScheduled = false;
        localNs = 0;
        for (HostTask task : tasks) {
            task.stop();
        }
        storage.ifPresent(StoragePort::forget);
        enter(next);
    }

    private void enter(HostState next) {
        state = next;
        witness.hostState(this, next);
    }
}
