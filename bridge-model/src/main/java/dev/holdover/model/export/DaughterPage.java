package dev.holdover.model.export;

import static dev.holdover.model.export.Text.hex;

import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.NvmeStatus;
import java.util.Arrays;
import java.util.List;

/** The page of a host's daughter slot in BAR4, in the C header and in the manual. */
final class DaughterPage {
    private DaughterPage() {}

    static Enumeration opcodes() {
        return new Enumeration(
                "nvme_opcode",
                "What a disk in the host's daughter slot can be told to do",
                null,
                Arrays.stream(DiskOpcode.values())
                        .map(each -> new Enumeration.Value(each.name(), each.number(), each.doc()))
                        .toList());
    }

    static Enumeration statuses() {
        return new Enumeration(
                "nvme_status",
                "How a command to a disk in the host's daughter slot ended",
                null,
                Arrays.stream(NvmeStatus.values())
                        .map(each -> new Enumeration.Value(each.name(), each.number(), each.doc()))
                        .toList());
    }

    static void c(Text text) {
        text.line("/* Page of daughter slot n in BAR4, for the host only. */");
        text.line("#define HOLDOVER_NVME_PAGE(n) (%su * (uint32_t)(n))", hex(DaughterRegister.PAGE_BYTES, 3));
        text.line();
        for (DaughterRegister register : DaughterRegister.values()) {
            text.line("/* %s (%d bits; host %s). */", register.doc(), register.width() * 8, register.access());
            text.line("#define HOLDOVER_%s %su", register, hex(register.offset(), 3));
            for (DaughterField field : fields(register)) {
                text.line("#define HOLDOVER_%s_SHIFT %d /* %s */", name(field), field.lsb(), field.doc());
                String mask = hex(field.mask(), register.width() * 2);
                text.line("#define HOLDOVER_%s_MASK UINT%d_C(%s)", name(field), register.width() * 8, mask);
            }
            text.line();
        }
    }

    static void markdown(Text text) {
        text.line("## Disks and network controllers of the host in daughter slots");
        text.line();
        text.line(
                "The page of slot n lies n times %d bytes into BAR4, for the host only and behind the card's gate."
                        + " A disk has one pair of queues in host memory, no admin queue;"
                        + " INT\\_DISK tells of completions."
                        + " A network controller has two rings of descriptors; INT\\_NIC tells of its causes.",
                DaughterRegister.PAGE_BYTES);
        text.line();
        text.line("| At | Name | Bits | Host | Meaning |");
        text.line("|---|---|---|---|---|");
        for (DaughterRegister register : DaughterRegister.values()) {
            text.line(
                    "| +%s | %s | %d | %s | %s |",
                    hex(register.offset(), 2), register, register.width() * 8, register.access(), register.doc());
        }
        text.line();
        for (DaughterRegister register : DaughterRegister.values()) {
            if (fields(register).isEmpty()) {
                continue;
            }
            text.line("### %s: fields", register);
            text.line();
            text.line("| Bits | Field | Meaning |");
            text.line("|---|---|---|");
            for (DaughterField field : fields(register)) {
                int last = field.lsb() + field.bits() - 1;
                String bits = field.bits() == 1 ? "" + last : last + ":" + field.lsb();
                text.line("| %s | %s | %s |", bits, field, field.doc());
            }
            text.line();
        }
    }

    /** Those of network controllers say so by themselves. */
    private static String name(DaughterField field) {
        return field.register().type() == DaughterType.NIC ? field.name() : "NVME_" + field;
    }

    private static List<DaughterField> fields(DaughterRegister register) {
        return Arrays.stream(DaughterField.values())
                .filter(field -> field.register() == register)
                .toList();
    }
}
