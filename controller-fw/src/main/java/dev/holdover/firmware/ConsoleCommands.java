package dev.holdover.firmware;

import dev.holdover.firmware.console.Command;
import dev.holdover.firmware.console.Commands;
import dev.holdover.firmware.console.Order;
import dev.holdover.firmware.console.Output;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.UpdateState;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What stands behind the console's commands: the services, and the {@link Operator} for what changes something. */
final class ConsoleCommands implements Commands {
    private static final int BATTERIES = 2;
    private static final int NARROW = 6;
    private static final int WIDE = 14;
    private static final long KIB = 1024;

    private final Hal hal;
    private final FirmwareConfig config;
    private final Services services;
    private final Operator operator;
    private final Supplier<BootState> state;

    ConsoleCommands(Hal hal, FirmwareConfig config, Services services, Operator operator, Supplier<BootState> state) {
        this.hal = hal;
        this.config = config;
        this.services = services;
        this.operator = operator;
        this.state = state;
    }

    @Override
    public void banner(Output output) {
        output.line("holdover card " + config.card() + ", boot " + hal.boots() + "; type help");
    }

    @Override
    public void status(Output output) {
        boolean serves = state.get() == BootState.RUNNING;
        output.line("card " + config.card() + ": " + lower(state.get()) + ", gate " + gateWord() + ", host "
                + (services.health.alive() ? "alive" : services.health.failed() ? "failed" : "unproven"));
        if (serves) {
            row(output, "P", "role", "epoch", "owner", "fault");
            for (Personality each : services.personalities) {
                row(
                        output,
                        String.valueOf(each.config().personality()),
                        lower(each.role()),
                        String.valueOf(each.epoch()),
                        each.owner() == 0 ? "?" : String.valueOf(each.owner()),
                        fault(each));
            }
            for (int i = 0; i < services.messenger.peers(); i++) {
                peer(output, services.messenger.card(i));
            }
        }
        energy(output);
    }

    private static void row(Output output, String personality, String role, String epoch, String owner, String fault) {
        output.padded(personality, NARROW).padded(role, WIDE);
        output.padded(epoch, NARROW + 1).padded(owner, NARROW + 1).line(fault);
    }

    private String fault(Personality personality) {
        int owner = personality.owner();
        return switch (personality.role()) {
            case ACTIVE -> services.quorum.leased(personality) ? copies(personality) : "no lease: window closed";
            case GATED, DRAINING, DRAINED -> "its host has failed";
            case FORKED -> "forked: discard or force";
            case STALE -> "lacks writes";
            case CATCHUP -> "is being filled";
            case BACKUP_SYNC, WITNESS, SUPERSEDED ->
                owner == 0 || owner == config.card() || services.peers.reachable(owner) ? "-" : "owner is silent";
            default -> "-";
        };
    }

    private String copies(Personality personality) {
        int holders = personality.config().copies().size();
        int synced = 1;
        for (int peer = 0; peer < personality.peers(); peer++) {
            synced += services.replicator.inSync(personality, personality.peerCard(peer)) ? 1 : 0;
        }
        return synced == holders ? "-" : synced + " of " + holders + " copies in sync";
    }

    private void peer(Output output, int card) {
        boolean reachable = services.peers.reachable(card);
        String host = services.peers.hostAlive(card) ? "host alive" : "host not alive";
        String path = services.messenger.port(services.messenger.index(card)) == 0 ? "LAN A" : "LAN B";
        output.line("peer " + card + ": " + (reachable ? "answers by " + path + ", " + host : "silent"));
    }

    private void energy(Output output) {
        long status = hal.read(Register.ENERGY_STATUS);
        output.text("energy: " + lower(EnergyLevel.of(Field.ENERGY_LEVEL.get(status))) + ", "
                + services.energy.certainMj() + " mJ certain");
        for (int battery = 0; battery < BATTERIES; battery++) {
            boolean present = Field.CELL_PRESENT.in(hal.read(Register.CELL_STATUS, battery));
            String charge = present ? hal.read(Register.CELL_PCT, battery) + "%" : "gone";
            boolean leftOut = services.swap.battery() == battery;
            output.text("; battery " + battery + " " + charge + (leftOut ? " left out" : ""));
        }
        output.newLine();
    }

    @Override
    public void gate(Output output) {
        long gates = hal.read(Register.GATE_CTRL);
        long open = Field.GATE_SHUT.in(gates) ? 0 : Field.GATE_WINDOWS.get(gates);
        StringBuilder windows = new StringBuilder();
        for (Personality each : services.personalities) {
            windows.append(
                    (open >>> each.slot() & 1) == 0 ? "" : " " + each.config().personality());
        }
        output.line("gate " + gateWord() + ", open personalities:" + (windows.length() == 0 ? " none" : windows)
                + ", refused " + hal.read(Register.MISS_COUNT));
    }

    @Override
    public void update(Output output) {
        long slots = hal.read(Register.FW_SLOTS);
        long boot = hal.read(Register.FW_BOOT);
        for (int slot = 0; slot < Register.FW_VERSION.count(); slot++) {
            long version = hal.read(Register.FW_VERSION, slot);
            boolean runs = Field.FW_RUNNING.get(slots) == slot;
            output.text("slot " + slot + ": " + (version == 0 ? "no image" : "version " + version));
            output.text(runs ? Field.FW_TRIAL.in(slots) ? ", runs on trial" : ", runs" : "");
            output.line(Field.FW_NEXT.get(slots) == slot ? ", boots next" : "");
        }
        BootResult result = BootResult.of(Field.FW_BOOT_RESULT.get(boot));
        String why = result == BootResult.FELL_BACK ? ": " + lower(ImageFault.of(Field.FW_BOOT_FAULT.get(boot))) : "";
        output.line("last boot: " + lower(result) + why + "; update: " + lower(services.updater.state()));
    }

    @Override
    public String objection(Order order) {
        if (order.command() == Command.RESET) {
            return "";
        }
        if (state.get() != BootState.RUNNING) {
            return "the firmware does not serve: it is " + lower(state.get());
        }
        Optional<Personality> personality = personality(order.number());
        return switch (order.command()) {
            case FORCE -> personality.map(this::objectionToForce).orElseGet(this::noSuchPersonality);
            case RETURN -> personality.map(services.failBack::objection).orElseGet(this::noSuchPersonality);
            case FETCH -> personality.map(this::objectionToFetch).orElseGet(this::noSuchPersonality);
            case FETCH_PART ->
                personality.map(each -> objectionToPart(each, order)).orElseGet(this::noSuchPersonality);
            case REPLACE -> objectionToReplace(order.number());
            case GATE_SHUT -> services.health.alive() ? "" : "no host is trusted: the gate is shut already";
            case GATE_OPEN -> services.guard.isShut() ? "" : "the gate is open";
            case DISCARD -> operator.forked() ? "" : "nothing is forked";
            case UPDATE_ACTIVATE ->
                services.updater.state() == UpdateState.VERIFIED ? "" : "no image was sent and verified";
            case UPDATE_ABORT -> objectionToAbort(services.updater.state());
            default -> "";
        };
    }

    private Optional<Personality> personality(int number) {
        return services.personalities.stream()
                .filter(each -> each.config().personality() == number)
                .findFirst();
    }

    private String noSuchPersonality() {
        StringBuilder known = new StringBuilder();
        services.personalities.forEach(
                each -> known.append(" ").append(each.config().personality()));
        return "no such personality here; there are:" + known;
    }

    private String objectionToForce(Personality personality) {
        if (personality.role() == Role.ACTIVE || personality.role() == Role.RETURNING) {
            return "this card owns it already";
        }
        return personality.holdsCopy() ? "" : "this card holds no copy of it";
    }

    private String objectionToFetch(Personality personality) {
        return operator.holder(personality) == 0 ? "no other card that answers holds a copy of it" : "";
    }

    private String objectionToPart(Personality personality, Order order) {
        long imageKib = personality.layout().userBytes() / KIB;
        boolean inside = order.fromKib() >= 0 && order.kib() > 0 && (long) order.fromKib() + order.kib() <= imageKib;
        return inside ? objectionToFetch(personality) : "not within its image: that has " + imageKib + " KiB";
    }

    private static String objectionToAbort(UpdateState update) {
        return switch (update) {
            case IDLE -> "no update is under way";
            case ACTIVATING, ACTIVATED -> "it is activated: the next reset boots it, on trial";
            default -> "";
        };
    }

    private String objectionToReplace(int battery) {
        if (battery < 0 || battery >= BATTERIES) {
            return "no such battery; there are: 0 1";
        }
        if (services.swap.active() && services.swap.battery() != battery) {
            return "battery " + services.swap.battery() + " is being replaced: finish that first";
        }
        boolean present = Field.CELL_PRESENT.in(hal.read(Register.CELL_STATUS, battery));
        boolean other = Field.CELL_PRESENT.in(hal.read(Register.CELL_STATUS, 1 - battery));
        return present && !other ? "battery " + (1 - battery) + " is not there: this one carries the card alone" : "";
    }

    @Override
    public void intent(Output output, Order order) {
        int number = order.number();
        output.line(
                switch (order.command()) {
                    case GATE_SHUT -> "will fence the host and hand what it owns to a peer";
                    case GATE_OPEN -> "will let the host in on your word, without a proof";
                    case FORCE ->
                        "will own personality " + number + ": acknowledged writes may be lost, and if its owner lives"
                                + " both go on";
                    case DISCARD -> "will give up what was written on this side of every fork";
                    case RETURN -> "will close the window of personality " + number + " and send it home";
                    case REPLACE ->
                        services.swap.battery() == number
                                ? "will count battery " + number + " again"
                                : "will promise nothing on battery " + number + " any more";
                    case FETCH -> "will fetch the image of personality " + number + " from another card";
                    case FETCH_PART ->
                        "will fetch " + order.kib() + " KiB of the image of personality " + number + " from KiB "
                                + order.fromKib() + " on from another card";
                    case UPDATE_ACTIVATE -> "will boot the image that was sent at the next reset, on trial";
                    case UPDATE_ABORT -> "will give up the update; the other slot then holds no image";
                    default -> "will let the watchdog reset the processor";
                });
    }

    @Override
    public String perform(Order order) {
        int number = order.number();
        int slot = personality(number).map(Personality::slot).orElse(0);
        return switch (order.command()) {
            case GATE_SHUT -> done(operator.fence(), "the host is fenced");
            case GATE_OPEN -> done(operator.open(), "the host is let in");
            case FORCE -> done(operator.force(slot), "personality " + number + " is being taken over");
            case DISCARD -> {
                operator.discardForks();
                yield "given up";
            }
            case RETURN -> done(operator.sendHome(slot), "personality " + number + " goes home");
            case REPLACE -> replace(number);
            case FETCH, FETCH_PART -> {
                Personality personality = services.personalities.get(slot);
                operator.fetch(slot, operator.holder(personality), order.fromKib() * KIB, order.kib() * KIB);
                yield "asked card " + operator.holder(personality);
            }
            case UPDATE_ACTIVATE -> done(services.updater.activate(), "pending; reset to boot it");
            case UPDATE_ABORT -> {
                services.updater.abort();
                yield "given up";
            }
            default -> {
                services.watchdog.letFire();
                yield "resets within " + config.watchdogNs() / 1_000_000 + " ms";
            }
        };
    }

    private String replace(int battery) {
        if (services.swap.battery() == battery) {
            services.swap.recall();
            return "battery " + battery + " is counted again";
        }
        services.swap.announce(battery);
        return "battery " + battery + " is left out; wait until it may be pulled";
    }

    private static String done(boolean was, String what) {
        return was ? what : "not done: it can't be from here";
    }

    @Override
    public String news() {
        if (!services.swap.active()) {
            return "";
        }
        int battery = services.swap.battery();
        long unsaved = 0;
        for (Personality each : services.personalities) {
            unsaved += each.owns() ? services.replicator.unsentBytes(each) : 0;
        }
        if (!services.swap.tick(unsaved)) {
            return "";
        }
        return services.swap.active()
                ? "battery " + battery + " may be pulled now"
                : "battery " + battery + " is in its place and counted again";
    }

    private String gateWord() {
        return services.guard.isShut() ? "shut" : "open";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
