package dev.holdover.model.export;

import static dev.holdover.model.export.Text.hex;

import dev.holdover.model.contract.Access;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Struct;
import java.util.List;

/** The contract as a manual in Markdown. */
final class Manual {
    private final Text text = new Text();

    String render() {
        long version = Register.VERSION.resetValue();
        text.line("# The Holdover card: registers and memory formats");
        text.line();
        text.line(
                "Version %d.%d of the map. Generated from it: do not edit.",
                Field.VERSION_MAJOR.get(version), Field.VERSION_MINOR.get(version));
        text.line();
        introduction();
        text.line("## Blocks");
        text.line();
        text.line("| Offset | Size | Block | What it is for |");
        text.line("|---|---|---|---|");
        for (Block block : Block.values()) {
            text.line("| %s | %d | %s | %s |", hex(block.offset(), 3), block.size(), block, cell(block.doc()));
        }
        text.line();
        for (Block block : Block.values()) {
            block(block);
        }
        DaughterPage.markdown(text);
        text.line("## Enumerations");
        text.line();
        Enumeration.all().forEach(this::enumeration);
        memory();
        return text.toString();
    }

    private void introduction() {
        text.line(
                "- BAR%d holds the registers (%d KiB), BAR%d the MSI-X table, BAR%d the windows into the NVRAM,"
                        + " BAR%d the disks in the host's daughter slots.",
                Bar.CONTROL, Register.BAR0_BYTES / 1024, Bar.MSIX, Bar.NVRAM, Bar.DAUGHTER);
        text.line(
                "- Window n begins n times 2^CAPS.CAPS_STRIDE_LOG2 bytes into BAR%d;"
                        + " what lies behind WINDOW_LIMIT[n] is not there.",
                Bar.NVRAM);
        text.line("- An access has the register's own width and is aligned to it. Any other is an Unsupported"
                + " Request: a read gives all ones, a write vanishes.");
        text.line(
                "- Numbers are little-endian. Element n of an array of width w lies n times w bytes behind the first.");
        text.line("- While the card's gate is shut, the host reaches only the registers marked in the column"
                + " *Gate*; from the others it reads all ones, and each attempt counts in MISS_COUNT.");
        text.line("- A register with a copy for each side is marked *banked*: what one side writes, the other"
                + " does not see.");
        text.line();
        text.line("| Access | Read | Write |");
        text.line("|---|---|---|");
        for (Access access : Access.values()) {
            text.line("| %s | %s | %s |", access, access.readable() ? "the value" : "zero", write(access));
        }
        text.line();
    }

    private static String write(Access access) {
        return switch (access) {
            case NONE, RO -> "ignored";
            case RW -> "becomes the value";
            case RW1C -> "a one clears the bit";
            case W1S -> "a one sets the bit";
            case WO -> "is a command";
        };
    }

    private void block(Block block) {
        text.line("## %s", block);
        text.line();
        text.line("%s.", cell(block.doc()));
        text.line();
        text.line("| Offset | Register | Width | Host | Card | Reset | Gate | Meaning |");
        text.line("|---|---|---|---|---|---|---|---|");
        List<Register> registers = Text.registers(block);
        for (Register register : registers) {
            String name = register.count() == 1 ? register.name() : register + "[" + register.count() + "]";
            String meaning = register.doc() + (register.banked() ? " (banked)" : "");
            text.line(
                    "| %s | %s | %d | %s | %s | %s | %s | %s |",
                    hex(register.offset(), 3),
                    name,
                    register.width() * 8,
                    access(register, Side.HOST),
                    access(register, Side.CARD),
                    register.resetIsKnown() ? hex(register.readAfterReset(), 1) : "-",
                    register.throughGate() ? "open" : "",
                    cell(meaning));
        }
        text.line();
        registers.forEach(this::fields);
    }

    private static String access(Register register, Side side) {
        return register.access(side) == Access.NONE
                ? "-"
                : register.access(side).name();
    }

    private void fields(Register register) {
        List<Field> fields = Text.fields(register);
        if (fields.isEmpty()) {
            return;
        }
        text.line("### %s: fields", register);
        text.line();
        text.line("| Bits | Field | Meaning |");
        text.line("|---|---|---|");
        for (Field field : fields) {
            int last = field.lsb() + field.bits() - 1;
            String bits = field.bits() == 1 ? "" + last : last + ":" + field.lsb();
            text.line("| %s | %s | %s |", bits, field, cell(field.doc()));
        }
        text.line();
    }

    private void enumeration(Enumeration enumeration) {
        text.line("### %s", enumeration.name());
        text.line();
        text.line("%s.", cell(enumeration.doc()));
        text.line();
        text.line("| Value | Name | Meaning |");
        text.line("|---|---|---|");
        for (Enumeration.Value value : enumeration.values()) {
            text.line("| %d | %s | %s |", value.value(), value.name(), cell(value.doc()));
        }
        text.line();
    }

    private void memory() {
        text.line("## Mailbox");
        text.line();
        text.line(
                "A message is an opcode above %d bits of value. %d challenges in a row must be answered, each"
                        + " within %d us, with the low %d bits of its SipHash-2-4.",
                Mailbox.VALUE_BITS, Mailbox.ROUNDS, Mailbox.ANSWER_WITHIN_NS / 1000, Mailbox.VALUE_BITS);
        text.line();
        text.line("## Memory formats");
        text.line();
        text.line(
                "The superblock's copies lie at %s and %s, slot 0 at %s. A slot is, each part from a multiple"
                        + " of %d bytes on: control page, submission ring, completion ring, log headers, dirty map"
                        + " (a bit a block), payload slots (%d bytes each), image.",
                hex(NvramLayout.superblock(0), 1),
                hex(NvramLayout.superblock(1), 1),
                hex(NvramLayout.SLOTS_AT, 1),
                NvramLayout.BLOCK,
                NvramLayout.BLOCK);
        text.line("A word of eight bytes is stored whole or not at all; bytes that are not named are zero.");
        text.line();
        for (Struct struct : Struct.all()) {
            text.line("### %s", struct.name());
            text.line();
            text.line("%s; %d bytes.", cell(struct.doc()), struct.bytes());
            text.line();
            text.line("| Offset | Bytes | Member | Meaning |");
            text.line("|---|---|---|---|");
            for (Struct.Member member : struct.members()) {
                Struct of = member.of();
                String bytes = member.count() == 1 ? "" + member.bytes() : member.count() + " x " + member.bytes();
                String name = of == null ? member.name() : member.name() + ": " + of.name();
                text.line("| %d | %s | %s | %s |", member.at(), bytes, name, cell(member.doc()));
            }
            text.line();
        }
    }

    private static String cell(String words) {
        return words.replace("|", "\\|").replace("*", "\\*");
    }
}
