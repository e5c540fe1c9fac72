package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import java.util.Map;

/** An operation of the NV state machine that fails on purpose. */
final class NvFails extends Fault {
    private final Field operation;

    private NvFails(Page page, Field operation) {
        super(page);
        this.operation = operation;
    }

    static NvFails save() {
        return of(
                "save-fails",
                "SAVE",
                "What was written is still replicated, and fenced for another card if the host fails; only nothing is "
                        + "said to be saved.",
                Field.INJECT_SAVE);
    }

    static NvFails restore() {
        return of(
                "restore-fails",
                "RESTORE",
                "The other card keeps what it has, and is not asked for it meanwhile.",
                Field.INJECT_RESTORE);
    }

    static NvFails erase() {
        return of("erase-fails", "ERASE", "The copies stay as they are.", Field.INJECT_ERASE);
    }

    private static NvFails of(String word, String operation, String otherwise, Field field) {
        return new NvFails(
                new Page(
                        word,
                        Target.CARD,
                        "fails every " + operation,
                        "fails no " + operation + " any more",
                        "Every " + operation + " that begins on the card fails at once, with CSAVE_FAIL_INFO.INJECTED. "
                                + otherwise,
                        "With for, INJECT_ERROR is cleared after that time; the loss of both rails clears it too.",
                        "JESD245 INJECT_OPS_FAILURES"),
                field);
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        set(cluster, name, 1);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        set(cluster, name, 0);
    }

    private void set(Cluster cluster, String name, long now) {
        var bridge = cluster.card(name).hardware().bridge();
        bridge.poke(Register.INJECT_ERROR, operation.set(bridge.peek(Register.INJECT_ERROR, Side.CARD), now));
    }
}
