package dev.holdover.harness.report.capture;

import dev.holdover.firmware.health.FailureCause;
import dev.holdover.firmware.health.Verdict;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SaveCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Dissectors in Lua, with which Wireshark and tshark read captures; their tables are the contract's. */
public enum Dissectors {
    /** The network protocol. */
    NETWORK("holdover.lua"),
    /** The transactions on PCIe links. */
    BUS("holdover-bus.lua");

    private final String fileName;

    Dissectors(String fileName) {
        this.fileName = fileName;
    }

    /** The usual name of such a file. */
    public String fileName() {
        return fileName;
    }

    /** The whole text, in ASCII. */
    public String render() {
        return resource()
                .replace("@MessageType@", names(MessageType.values()))
                .replace("@Role@", names(Role.values()))
                .replace("@Verdict@", names(Verdict.values()))
                .replace("@FailureCause@", names(FailureCause.values()))
                .replace("@SaveCause@", names(SaveCause.values()))
                .replace("@Register@\n", registers())
                .replace("@DaughterRegister@\n", daughterRegisters())
                .replace("@PAGE_BYTES@", Integer.toString(DaughterRegister.PAGE_BYTES));
    }

    private String resource() {
        try (InputStream in = Objects.requireNonNull(Dissectors.class.getResourceAsStream(fileName))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String names(Enum<?>[] constants) {
        StringBuilder names = new StringBuilder();
        for (Enum<?> each : constants) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append('[')
                    .append(each.ordinal())
                    .append("] = \"")
                    .append(each.name())
                    .append('"');
        }
        return names.toString();
    }

    private static String registers() {
        StringBuilder lines = new StringBuilder();
        for (Register each : Register.values()) {
            for (int n = 0; n < each.count(); n++) {
                String name = each.count() > 1 ? each.name() + "[" + n + "]" : each.name();
                lines.append(entry(each.offset(n), name, each.width()));
            }
        }
        return lines.toString();
    }

    private static String daughterRegisters() {
        StringBuilder lines = new StringBuilder();
        for (DaughterRegister each : DaughterRegister.values()) {
            lines.append(entry(each.offset(), each.name(), each.width()));
        }
        return lines.toString();
    }

    private static String entry(int offset, String name, int width) {
        return String.format("        [0x%03x] = { \"%s\", %d },\n", offset, name, width);
    }
}
