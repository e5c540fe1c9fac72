package dev.holdover.harness.report.wave;

import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.Plug;
import java.util.ArrayList;
import java.util.List;

/** The signals of one network: whether it carries anything, and each cable with the port at its end. */
final class NetworkSignals {
    private static final int NONE = -1;

    private final Waves waves;
    private final Network network;
    private final List<Plug> plugs;
    private final int up;
    private final int split;
    private final List<Integer> ports = new ArrayList<>();

    NetworkSignals(Waves waves, Network network) {
        this.waves = waves;
        this.network = network;
        this.plugs = network.plugs();
        List<String> scope = List.of("networks", network.name());
        up = waves.wire(1, network.switched() ? "switch_up" : "link_up", scope);
        split = network.switched() ? waves.wire(1, "split", scope) : NONE;
        for (Plug plug : plugs) {
            ports.add(waves.wire(1, plug.member(), List.of("networks", network.name(), "ports")));
        }
        sample();
    }

    void sample() {
        waves.set(up, network.up());
        if (split != NONE) {
            waves.set(split, network.isSplit());
        }
        for (int i = 0; i < plugs.size(); i++) {
            waves.set(ports.get(i), plugs.get(i).works());
        }
    }
}
