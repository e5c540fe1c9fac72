package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.UncorrectableError;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The poll-mode driver of one card. Nothing in it waits: {@link #poll} does what is due and {@link
 * #nextPollNs()} says when to call it again; {@link #onInterrupt} may be called in between.
 *
 * <pre>
 * ABSENT  -> WAITING     MAGIC reads right
 * WAITING -> PROVING     the firmware runs
 * PROVING -> UP          all challenges answered
 * UP      -> PROVING     the card's gate is found shut: it gave us up for dead
 * UP      -> WAITING     the firmware is in reset: it comes back by itself
 * UP      -> DEGRADED    the firmware is silent: host's gate shut, processor reset, log taken over
 * DEGRADED -> WAITING    the new firmware answered our challenges: the host's gate is opened
 * UP      -> WAITING     a read of the NVRAM failed in the middle of something: it is done again
 * any     -> ABSENT      reads give all ones
 * </pre>
 *
 * <p>All ones are never taken for data: a register has none of them, and of the NVRAM's bytes {@link WindowNvram}
 * asks. Doorbells and messages may be lost; every heartbeat looks at everything, and rings again for what waits.
 */
public final class DriverCore {
    /** Returned by {@link #submit} when the write was not taken; try again after a completion. */
    public static final long BUSY = 0;

    private static final long ALL_ONES = CardRegisters.ALL_ONES;
    private static final long SETTLE_NS = 1_000_000;
    private static final long LIVENESS_PATTERN = 0x5AA5_0FF0L;

    private final DeviceAccess device;
    private final DriverConfig config;
    private final DriverListener listener;
    private final CardRegisters card;
    private final CardReports reports;
    private final Windows windows;
    private final CardProof proof;
    private final ProcessWatch processes;
    private final CardFirmware firmware;
    private final Heartbeats heartbeats;
    private final Daughters daughters;

    private DriverState state = DriverState.ABSENT;
    private long nextPollNs;
    private long proofDeadlineNs;
    private long nextTicket = 1;

    public DriverCore(DeviceAccess device, DriverConfig config, DriverListener listener) {
        this.device = device;
        this.config = config;
        this.listener = listener;
        this.card = new CardRegisters(device.bar(0));
        this.reports = new CardReports(card, listener);
        this.windows = new Windows(device, card, reports, listener, this::submit, () -> state == DriverState.DEGRADED);
        this.proof = new CardProof(card, config);
        this.processes = new ProcessWatch(card);
        this.firmware = new CardFirmware(card, listener);
        this.heartbeats = new Heartbeats(card);
        this.daughters = new Daughters(device, card, listener);
    }

    public DriverState state() {
        return state;
    }

    /** When {@link #poll} wants to be called again at the latest. */
    public long nextPollNs() {
        return nextPollNs;
    }

    /** Shape of the card's NVRAM; empty until the card was first {@link DriverState#UP}. */
    public Optional<NvramLayout> layout() {
        return windows.layout();
    }

    /** The images that the card holds, one for each window; none until the card was first {@link DriverState#UP}. */
    public List<Volume> volumes() {
        return windows.volumes(serving());
    }

    /** Whether the host owns {@code window} and can use it now. */
    public boolean owns(int window) {
        return serving() && windows.owns(window);
    }

    /** Epoch of a window that the host owns. */
    public long epoch(int window) {
        return windows.get(window).epoch();
    }

    /**
     * Submits a write of at most 4096 bytes within one 4 KiB block. The bytes are copied before it
     * returns. Call {@link #ring} after the last of a batch.
     *
     * @param target offset in the image, divisible by 8; so is {@code length}
     * @return a ticket that {@link DriverListener#completed} will name, or {@link #BUSY}
     * @throws IllegalArgumentException if the card could not take it
     */
    public long submit(int window, long target, byte[] from, int at, int length) {
        if (!owns(window)) {
            return BUSY;
        }
        NvramLayout shape = windows.layout().orElseThrow();
        if (!SubmissionRing.inBounds(shape, target, length) || target >= shape.plainBytes()) {
            throw new IllegalArgumentException(
                    "write of " + length + " bytes at " + target + ": not within one 4 KiB block of the image");
        }
        return submit(window, target, from, at, length, nextTicket, false) ? nextTicket++ : BUSY;
    }

    private boolean submit(int window, long target, byte[] from, int at, int length, long ticket, boolean linked) {
        if (state != DriverState.DEGRADED) {
            return windows.submit(window, target, from, at, length, ticket, linked);
        }
        try {
            return windows.writeAlone(window, target, from, at, length, ticket);
        } catch (Unreadable failed) {
            startOver(nextPollNs);
            return true;
        }
    }

    /** The block volume behind a window; empty: the card has no cache for one, or the driver was not up yet. */
    public Optional<BlockDevice> block(int window) {
        return windows.block(window);
    }

    /** Tells the card of what was submitted. */
    public void ring() {
        try {
            // In other states a read fails behind the gate, and must not end the proof that opens it.
            if (state == DriverState.DEGRADED) {
                windows.stepBlocks(false);
                windows.reportAlone();
            } else if (state == DriverState.UP) {
                windows.stepBlocks(true);
                ringFor();
            }
        } catch (Unreadable failed) {
            startOver(nextPollNs);
        }
    }

    private boolean ringFor() {
        return windows.ring() || lookAtCard(nextPollNs);
    }

    /**
     * Reads from the image. What was completed as durable is seen. Where writes are acknowledged in several
     * copies, bytes that are not yet in so many are not shown: whoever read them might miss them after a take-over.
     *
     * @return false if the host doesn't own the window now, a write to these bytes is not completed yet, or the
     *     read failed, or met memory that can't be corrected ({@link #poisonedReads} has risen then); the bytes then
     *     mean nothing
     */
    public boolean read(int window, long offset, byte[] into, int at, int length) {
        if (!owns(window) || windows.get(window).mayVanish(offset, length)) {
            return false;
        }
        try {
            windows.get(window).read(offset, into, at, length);
        } catch (Unreadable failed) {
            return false;
        } catch (UncorrectableError error) {
            reports.poisoned(window, offset, length);
            return false;
        }
        long gates = card.read(Register.GATE_STATUS);
        boolean open = (Field.STATUS_WINDOWS.get(gates) >>> window & 1) != 0;
        return open && (!gateShut(gates) || state == DriverState.DEGRADED);
    }

    /** How many reads met memory that can't be corrected, since this driver began. */
    public long poisonedReads() {
        return reports.poisonedReads();
    }

    /** The card's batteries; meaningful while the driver is up. */
    public EnergyHealth energyHealth() {
        return EnergyHealth.read(card::read);
    }

    /** The card's memory errors; meaningful while the driver is up. */
    public EccHealth eccHealth() {
        return EccHealth.read(card::read, reports.poisonedReads());
    }

    /**
     * A process serves {@code window} from now on, as long as the host owns it, and says so by {@link #processBeat}
     * in every heartbeat period. If it falls silent for as long as a host may, the card takes that for a failure of
     * the host, and hands over if another card has everything.
     */
    public void watchProcess(int window) {
        processes.watch(window);
    }

    /** The process that serves {@code window} lives. */
    public void processBeat(int window) {
        processes.beat(window);
    }

    /** The card's NV state machine; meaningful while the driver is up. */
    public NvHealth nvHealth() {
        return NvHealth.read(card::read);
    }

    /**
     * Orders a SAVE: all that is in the NVRAM now is to be in another place too. How it ends is told by {@link
     * DriverListener#nv}; writes go on meanwhile.
     *
     * @return false if the driver is not up; the same with the orders below
     */
    public boolean save() {
        return order(Register.NV_FUNC_CMD, Field.NV_SAVE, Field.NV_SAVE_SUCCESS, Field.NV_SAVE_ERROR);
    }

    /**
     * Orders a RESTORE: what another place keeps for this card comes back, and the ownership with it. A card that is
     * told to preserve asks by itself; the order repeats it after an abort, and fails if there is nothing to restore.
     */
    public boolean restore() {
        return order(Register.NV_FUNC_CMD, Field.NV_RESTORE, Field.NV_RESTORE_SUCCESS, Field.NV_RESTORE_ERROR);
    }

    /** Orders an ERASE: what other places hold is zeroed, and filled again only after ARM. Refused while armed. */
    public boolean erase() {
        return order(Register.NV_FUNC_CMD, Field.NV_ERASE, Field.NV_ERASE_SUCCESS, Field.NV_ERASE_ERROR);
    }

    /** Ends the operation that runs. What was there before it is whole; a restore whose last step is done ends well. */
    public boolean abort() {
        return order(Register.NV_FUNC_CMD, Field.NV_ABORT, Field.NV_ABORT_SUCCESS, Field.NV_ABORT_ERROR);
    }

    /**
     * Arms: when mains or host are lost, a SAVE begins by itself. Refused while no other place is in sync. Or disarms.
     */
    public boolean arm(boolean now) {
        Field order = now ? Field.NV_ARM : Field.NV_DISARM;
        return order(Register.NV_ARM_CMD, order, Field.NV_ARM_SUCCESS, Field.NV_ARM_ERROR);
    }

    /** Sets or clears the host's own mark, which no reset clears and which is lost with the NVRAM's contents. */
    public void markInitialized(boolean now) {
        card.write(Register.MEMORY_INITIALIZED, now ? Field.MEMORY_IS_INITIALIZED.mask() : 0);
    }

    private boolean order(Register register, Field what, Field success, Field error) {
        if (state == DriverState.UP) {
            reports.order(register, what, success, error);
        }
        return state == DriverState.UP;
    }

    /** The card's daughter slots, and the disks that this host drives in them. */
    public Daughters daughters() {
        return daughters;
    }

    /** The card's firmware images. */
    public CardFirmware firmware() {
        return firmware;
    }

    /** Begins an update of the card's firmware, if the driver is up; see {@link CardFirmware#updating}. */
    public boolean updateFirmware(ByteBuffer image) {
        return state == DriverState.UP && firmware.begin(image);
    }

    /** Tells the card that this host is about to stop, so that it need not find out. */
    public void tellShutdown() {
        card.write(Register.PANIC, Field.PANIC_SHUTDOWN.mask());
    }

    /**
     * Resets the card's embedded processor (claim 17), in whatever it is doing and through a shut gate too. Nothing
     * that was completed is lost, and a fenced host stays fenced. The driver follows by itself: it waits for the new
     * firmware and proves itself, or, while it goes on alone, lets the new firmware prove itself.
     */
    public void resetCard() {
        if (state != DriverState.ABSENT) {
            card.write(Register.RESET_CTRL, Field.RESET_COMMAND);
        }
    }

    /** Does whatever is due at {@code nowNs}. */
    public void poll(long nowNs) {
        try {
            act(nowNs);
        } catch (Unreadable failed) {
            startOver(nowNs);
        } catch (UncorrectableError error) {
            reports.poisoned(-1, error.offset(), 8);
            nextPollNs = nowNs + SETTLE_NS;
        }
    }

    /** A read of the NVRAM failed. What waits is submitted again when the card answers; alone it is given up. */
    private void startOver(long nowNs) {
        nextPollNs = nowNs;
        if (state == DriverState.DEGRADED) {
            windows.giveUp();
        } else {
            enter(DriverState.WAITING);
        }
    }

    private void act(long nowNs) {
        switch (state) {
            case ABSENT -> probe(nowNs);
            case WAITING -> awaitFirmware(nowNs);
            case PROVING -> prove(nowNs);
            case UP -> beat(nowNs);
            case DEGRADED -> beatAlone(nowNs);
        }
    }

    /** An MSI-X message came. */
    public void onInterrupt(int vector, long nowNs) {
        if (state == DriverState.ABSENT) {
            return;
        }
        try {
            interrupted(nowNs);
        } catch (Unreadable failed) {
            startOver(nowNs);
        } catch (UncorrectableError error) {
            reports.poisoned(-1, error.offset(), 8);
        }
    }

    private void interrupted(long nowNs) {
        long causes = card.read(Register.INT_CAUSE);
        if (causes == ALL_ONES) {
            lookAtCard(nowNs);
            return;
        }
        if (causes != 0) {
            card.write(Register.INT_ACK, causes);
        }
        if (Field.INT_MAILBOX.in(causes)) {
            mailbox(nowNs);
        }
        daughters.interrupted(causes, nowNs);
        handle(causes, nowNs);
    }

    private void handle(long causes, long nowNs) {
        if (state == DriverState.UP) {
            if (Field.INT_GATE.in(causes) || Field.INT_BOOT.in(causes)) {
                lookAtCard(nowNs);
            }
            if (Field.INT_SLOT.in(causes)) {
                windows.followSlots();
            }
            if (Field.INT_ENERGY.in(causes)) {
                reports.energy();
            }
            if (Field.INT_NV.in(causes)) {
                reports.nv();
            }
            if (Field.INT_UPDATE.in(causes)) {
                firmware.step();
            }
            if (Field.INT_COMPLETION.in(causes)) {
                windows.reap();
            }
            if (Field.INT_BLOCK.in(causes)) {
                windows.lookAtBlocks(true);
            }
        } else if (Field.INT_BOOT.in(causes)) {
            nextPollNs = nowNs;
        }
    }

    private void probe(long nowNs) {
        nextPollNs = nowNs + SETTLE_NS;
        if (card.read(Register.MAGIC) != Register.MAGIC.resetValue()) {
            return;
        }
        card.write(Register.LIVENESS, LIVENESS_PATTERN);
        if (card.read(Register.LIVENESS) == (~LIVENESS_PATTERN & ALL_ONES)) {
            device.enableInterrupts();
            enter(DriverState.WAITING);
        }
    }

    private void awaitFirmware(long nowNs) {
        nextPollNs = nowNs + SETTLE_NS;
        long boot = card.read(Register.BOOT_STATE);
        if (boot == ALL_ONES) {
            leave();
        } else if (BootState.of(boot) == BootState.RUNNING) {
            enter(DriverState.PROVING);
            ask(nowNs);
        } else {
            reports.notUp(BootState.of(boot));
        }
    }

    private void ask(long nowNs) {
        proofDeadlineNs = nowNs + Mailbox.ROUNDS * Mailbox.ANSWER_WITHIN_NS;
        nextPollNs = nowNs + SETTLE_NS;
        card.write(Register.INT_MASK_CLR, Field.INT_MAILBOX.mask());
        card.write(Register.MBOX_SEND, Mailbox.word(Mailbox.ASK, 0));
    }

    private void prove(long nowNs) {
        nextPollNs = nowNs + SETTLE_NS;
        mailbox(nowNs);
        if (state == DriverState.PROVING && nowNs >= proofDeadlineNs) {
            enter(DriverState.WAITING);
        }
    }

    private void mailbox(long nowNs) {
        long status = card.read(Register.MBOX_STATUS);
        if (status == ALL_ONES || !Field.MBOX_RECEIVED.in(status)) {
            return;
        }
        long word = card.read(Register.MBOX_RECV);
        card.write(Register.MBOX_STATUS, Field.MBOX_RECEIVED.mask());
        switch (Mailbox.opcode(word)) {
            case Mailbox.CHALLENGE -> {
                long answer = Mailbox.answerTo(Mailbox.value(word), config.unlockKey());
                card.write(Register.MBOX_SEND, Mailbox.word(Mailbox.ANSWER, answer));
            }
            case Mailbox.ACCEPTED -> {
                if (state == DriverState.PROVING) {
                    comeUp(nowNs);
                }
            }
            case Mailbox.REFUSED -> {
                if (state == DriverState.PROVING) {
                    enter(DriverState.WAITING);
                    nextPollNs = nowNs + heartbeats.periodNs();
                }
            }
            case Mailbox.ANSWER -> cardAnswered(Mailbox.value(word));
            default -> {
                // Not for a driver.
            }
        }
    }

    private void comeUp(long nowNs) {
        if (!heartbeats.learn()) {
            leave();
            return;
        }
        if (windows.layout().isEmpty() && !windows.learnLayout()) {
            return;
        }
        heartbeats.begin();
        if (reports.resets().contains(ResetCause.BROWN_OUT)) {
            // The bridge may have lost its MSI-X table without our having seen the card away.
            device.enableInterrupts();
        }
        enter(DriverState.UP);
        card.write(Register.INT_MASK_CLR, ALL_ONES);
        windows.followSlots();
        windows.resubmit();
        ring();
        beat(nowNs);
    }

    private void beat(long nowNs) {
        nextPollNs = nowNs + heartbeats.periodNs();
        processes.tell(windows.owned());
        heartbeats.beat();
        if (!lookAtCard(nowNs)) {
            return;
        }
        if (windows.layout().isEmpty()) {
            windows.learnLayout();
        }
        windows.followSlots();
        reports.energy();
        reports.nv();
        windows.reap();
        windows.resubmitStalled();
        windows.lookAtBlocks(true);
        ringFor();
        daughters.step(nowNs);
        firmware.step();
        reports.busErrors();
        if (heartbeats.cardIsSilent()) {
            shutOutFirmware(nowNs);
        }
    }

    /** Finds out whether the card still serves us; says so. */
    private boolean lookAtCard(long nowNs) {
        long boot = card.read(Register.BOOT_STATE);
        if (boot == ALL_ONES) {
            leave();
            return false;
        }
        if (BootState.of(boot) != BootState.RUNNING) {
            enter(DriverState.WAITING);
            nextPollNs = nowNs + SETTLE_NS;
            return false;
        }
        if (gateShut(card.read(Register.GATE_STATUS))) {
            enter(DriverState.PROVING);
            ask(nowNs);
            return false;
        }
        return true;
    }

    // Without the firmware.

    /** Claim 7: no request of a failed card is forwarded; the NVRAM is the host's alone. */
    private void shutOutFirmware(long nowNs) {
        card.write(Register.HOST_GATE_CTRL, Field.HOST_GATE_SHUT.mask());
        long gates = card.read(Register.GATE_STATUS);
        if (!Field.STATUS_HOST_GATE.in(gates) || Field.STATUS_CARD_GATE.in(gates)) {
            // A reset was quicker and has shut the other gate: the card comes back by itself.
            card.write(Register.HOST_GATE_CTRL, 0);
            enter(DriverState.WAITING);
            nextPollNs = nowNs + SETTLE_NS;
            return;
        }
        enter(DriverState.DEGRADED);
        proof.begin();
        nextPollNs = nowNs + SETTLE_NS;
        card.write(Register.RESET_CTRL, Field.RESET_COMMAND);
        windows.takeLogs();
    }

    private void beatAlone(long nowNs) {
        nextPollNs = nowNs + 2 * SETTLE_NS;
        heartbeats.beat();
        windows.loseUnreadable();
        windows.lookAtBlocks(false);
        long boot = card.read(Register.BOOT_STATE);
        if (boot == ALL_ONES) {
            leave();
            return;
        }
        if (!Field.STATUS_HOST_GATE.in(card.read(Register.GATE_STATUS))) {
            // The hardware took the gate away: it had not heard from us in time.
            windows.giveUp();
            enter(DriverState.WAITING);
            return;
        }
        windows.loseWithoutLease();
        daughters.step(nowNs);
        reports.notUp(BootState.of(boot));
        mailbox(nowNs);
        if (BootState.of(boot) == BootState.AWAITING_GATE && state == DriverState.DEGRADED && !proof.pending()) {
            proof.challenge();
        }
    }

    private void cardAnswered(long answer) {
        if (state == DriverState.DEGRADED && proof.complete(answer)) {
            windows.reportAlone();
            card.write(Register.HOST_GATE_CTRL, 0);
            enter(DriverState.WAITING);
        }
    }

    private void leave() {
        if (state == DriverState.DEGRADED) {
            windows.giveUp();
        }
        enter(DriverState.ABSENT);
    }

    private boolean serving() {
        return state == DriverState.UP || state == DriverState.DEGRADED;
    }

    private static boolean gateShut(long gateStatus) {
        return Field.STATUS_CARD_GATE.in(gateStatus);
    }

    private void enter(DriverState next) {
        DriverState from = state;
        state = next;
        if (from != next) {
            firmware.interrupted();
            daughters.serve(serving());
            listener.stateChanged(from, next);
        }
    }
}
