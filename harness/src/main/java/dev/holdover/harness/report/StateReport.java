package dev.holdover.harness.report;

import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.HostTask;
import dev.holdover.harness.world.Network;
import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.card.FailoverCard;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells how a world stands, for people: hosts, cards with their gates and windows, networks and disks. */
public final class StateReport {
    private StateReport() {}

    /** A row for each component: its name, then what there is to say, word by word. */
    public static List<List<String>> rows(Cluster cluster, List<String> networks) {
        List<List<String>> rows = new ArrayList<>();
        cluster.hosts().forEach(host -> rows.add(host(host)));
        cluster.cards().forEach(card -> {
            rows.add(card(card));
            rows.addAll(windows(card));
        });
        networks.forEach(name -> rows.add(network(cluster.network(name))));
        for (DiskNode disk : cluster.disks()) {
            rows.add(
                    List.of(disk.name(), "disk", "kept for epoch " + disk.disk().keptEpoch()));
        }
        return rows;
    }

    private static List<String> host(Host host) {
        List<String> row = new ArrayList<>(List.of(host.name(), "host", lower(host.state())));
        for (HostTask task : host.tasks()) {
            row.add("driver "
                    + task.driver().map(driver -> lower(driver.state())).orElse("not loaded"));
        }
        return row;
    }

    private static List<String> card(CardNode card) {
        FailoverCard hardware = card.hardware();
        Bridge bridge = hardware.bridge();
        return List.of(
                card.name(),
                "card",
                "processor " + lower(hardware.state()),
                hardware.mainRail() ? "main rail" : "on battery",
                "card's gate " + (bridge.cardGateShut() ? "shut" : "open"),
                "host's gate " + (bridge.hostGateShut() ? "shut" : "open"),
                String.format(Locale.ROOT, "%,d J left", hardware.chargeMj() / 1000));
    }

    private static List<List<String>> windows(CardNode card) {
        List<List<String>> rows = new ArrayList<>();
        Bridge bridge = card.hardware().bridge();
        for (int window = 0; window < card.config().slots().size(); window++) {
            long state = bridge.peek(Register.SLOT_STATE, window);
            rows.add(List.of(
                    "",
                    "window " + window,
                    "personality " + Field.SLOT_PERSONALITY.get(state),
                    lower(Role.of(Field.SLOT_ROLE.get(state))),
                    "epoch " + bridge.peek(Register.SLOT_EPOCH, window),
                    bridge.windowOpen(window) ? "open" : "closed"));
        }
        return rows;
    }

    private static List<String> network(Network network) {
        String state = network.up() ? network.isSplit() ? "split" : "up" : "down";
        return List.of(network.name(), network.switched() ? "LAN" : "wire", state);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
