package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;

final class UartNoise extends Fault {
    private static final String SHARE = "share";
    private static final String COUNT = "count";
    private static final long TENTH_PPM = 100_000;

    UartNoise() {
        super(new Page(
                "uart-noise",
                Target.CARD,
                "has noise on its console's line",
                "has a quiet console's line",
                "A share of the characters on the console's line, 10% if nothing is said, is lost or damaged: one bit, "
                        + "two bits that the parity does not show, or the stop bit. And count characters come in, none "
                        + "if nothing is said, that nobody has typed. Nothing but a whole command that is confirmed "
                        + "may do anything.",
                "With for, the line is quiet after that time.",
                "UART parity error, framing error, break (PL011 UARTDR 8..11)"));
    }

    @Override
    public Map<String, Unit> parameters() {
        Map<String, Unit> parameters = new LinkedHashMap<>();
        parameters.put(SHARE, Unit.RATIO);
        parameters.put(COUNT, Unit.COUNT);
        return parameters;
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        Terminal terminal = cluster.card(name).terminal();
        terminal.damage(parameters.getOrDefault(SHARE, TENTH_PPM));
        terminal.noise(parameters.getOrDefault(COUNT, 0L));
    }

    @Override
    public void heal(Cluster cluster, String name) {
        cluster.card(name).terminal().damage(0);
    }
}
