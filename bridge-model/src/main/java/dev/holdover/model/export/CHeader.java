package dev.holdover.model.export;

import static dev.holdover.model.export.Text.hex;
import static dev.holdover.model.export.Text.upper;

import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Struct;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.WriteLog;
import java.util.List;

/** The contract as a C header. */
final class CHeader {
    private final Text text = new Text();

    String render() {
        text.line("/* SPDX-License-Identifier: Apache-2.0 */");
        text.line("/*");
        text.line(" * The Holdover card as a driver sees it. Generated from its register map: do not edit.");
        text.line(" *");
        text.line(" * HOLDOVER_<REGISTER> is a byte offset in BAR%d; HOLDOVER_<FIELD>_SHIFT and _MASK", Bar.CONTROL);
        text.line(" * are its lowest bit and its bits in place. Each access has the register's own width");
        text.line(" * and alignment. \"host\" and \"card\" tell how each side may access it.");
        text.line(" */");
        text.line("#ifndef HOLDOVER_H");
        text.line("#define HOLDOVER_H");
        text.line();
        text.line("#include <stddef.h>");
        text.line("#include <stdint.h>");
        text.line();
        text.line("#ifdef __cplusplus");
        text.line("#define HOLDOVER_STATIC_ASSERT(condition, message) static_assert(condition, message)");
        text.line("#else");
        text.line("#define HOLDOVER_STATIC_ASSERT(condition, message) _Static_assert(condition, message)");
        text.line("#endif");
        text.line();
        bars();
        for (Block block : Block.values()) {
            block(block);
        }
        DaughterPage.c(text);
        Enumeration.all().forEach(this::enumeration);
        mailbox();
        sizes();
        Struct.all().forEach(this::struct);
        slotParts();
        text.line("#endif");
        return text.toString();
    }

    private void bars() {
        text.line("#define HOLDOVER_BAR_CONTROL %d", Bar.CONTROL);
        text.line("#define HOLDOVER_BAR_MSIX %d", Bar.MSIX);
        text.line("#define HOLDOVER_BAR_NVRAM %d", Bar.NVRAM);
        text.line("#define HOLDOVER_BAR_DAUGHTER %d", Bar.DAUGHTER);
        text.line("#define HOLDOVER_BAR_CONTROL_BYTES %s", offset(Register.BAR0_BYTES));
        text.line();
    }

    private void block(Block block) {
        comment(block.doc());
        text.line("#define HOLDOVER_%s_BLOCK %s", block, offset(block.offset()));
        text.line("#define HOLDOVER_%s_BLOCK_BYTES %s", block, offset(block.size()));
        text.line();
        for (Register register : Text.registers(block)) {
            register(register);
        }
    }

    private void register(Register register) {
        comment(register.doc() + " (" + access(register) + ")");
        if (register.count() == 1) {
            text.line("#define HOLDOVER_%s %s", register, offset(register.offset()));
        } else {
            text.line(
                    "#define HOLDOVER_%s(n) (%s + %du * (uint32_t)(n))",
                    register, offset(register.offset()), register.width());
            text.line("#define HOLDOVER_%s_COUNT %du", register, register.count());
        }
        if (register.resetIsKnown()) {
            text.line("#define HOLDOVER_%s_RESET %s", register, constant(register.readAfterReset(), register.width()));
        }
        for (Field field : Text.fields(register)) {
            text.line("#define HOLDOVER_%s_SHIFT %d /* %s */", field, field.lsb(), field.doc());
            text.line("#define HOLDOVER_%s_MASK %s", field, constant(field.mask(), register.width()));
        }
        text.line();
    }

    private static String access(Register register) {
        String access = register.width() * 8 + " bits; host " + register.access(Side.HOST) + ", card "
                + register.access(Side.CARD);
        access += register.banked() ? ", a copy for each side" : "";
        access += register.throughGate() ? ", reachable through a shut gate" : "";
        return register.readChanges() ? access + ", a read changes it" : access;
    }

    private void enumeration(Enumeration enumeration) {
        comment(enumeration.doc());
        text.line("enum holdover_%s {", enumeration.name());
        for (Enumeration.Value value : enumeration.values()) {
            String name = "HOLDOVER_" + upper(enumeration.name()) + "_" + value.name();
            text.line("    %s = %d, /* %s */", name, value.value(), value.doc());
        }
        text.line("};");
        text.line();
    }

    private void mailbox() {
        comment("A mailbox message: opcode above value");
        text.line("#define HOLDOVER_MAILBOX_OPCODE_SHIFT %d", Mailbox.VALUE_BITS);
        text.line("#define HOLDOVER_MAILBOX_VALUE_MASK %s", constant(Mailbox.VALUE_MASK, 8));
        comment("How many challenges in a row must be answered, and how fast");
        text.line("#define HOLDOVER_MAILBOX_ROUNDS %d", Mailbox.ROUNDS);
        text.line("#define HOLDOVER_MAILBOX_ANSWER_WITHIN_NS %du", Mailbox.ANSWER_WITHIN_NS);
        text.line();
    }

    private void sizes() {
        comment("Unit of dirty tracking, largest write, and alignment of every part of the NVRAM");
        text.line("#define HOLDOVER_BLOCK_BYTES %du", NvramLayout.BLOCK);
        text.line("#define HOLDOVER_SLOTS_MAX %du", NvramLayout.MAX_SLOTS);
        comment("Where the superblock's copies and the first slot lie in the NVRAM");
        text.line("#define HOLDOVER_SUPERBLOCK_AT(copy) (%du * (uint64_t)(copy))", NvramLayout.superblock(1));
        text.line("#define HOLDOVER_SLOTS_AT %du", NvramLayout.SLOTS_AT);
        text.line("#define HOLDOVER_SUPERBLOCK_MAGIC %s", constant(Superblock.MAGIC, 8));
        text.line("#define HOLDOVER_SUPERBLOCK_VERSION %du", Superblock.VERSION);
        text.line("#define HOLDOVER_SUPERBLOCK_HISTORY %du", Superblock.HISTORY);
        text.line("#define HOLDOVER_SUBMISSION_BYTES %du", SubmissionRing.BYTES);
        text.line("#define HOLDOVER_COMPLETION_BYTES %du", CompletionRing.BYTES);
        text.line("#define HOLDOVER_COMPLETION_INDEX_SHIFT %d", CompletionRing.INDEX_SHIFT);
        text.line("#define HOLDOVER_COMPLETION_STATUS_BITS %d", CompletionRing.STATUS_BITS);
        text.line("#define HOLDOVER_LOG_HEADER_BYTES %du", WriteLog.HEADER_BYTES);
        text.line("#define HOLDOVER_CERTIFICATE_BYTES %du", Certificate.BYTES);
        text.line();
        comment("The structures are little-endian, whatever the host is; none needs packing.");
        text.line();
    }

    private void struct(Struct struct) {
        comment(struct.doc());
        text.line("struct holdover_%s {", struct.name());
        int at = 0;
        for (Struct.Member member : struct.members()) {
            gap(at, member.at());
            Struct of = member.of();
            String type = of == null ? "uint" + member.bytes() * 8 + "_t" : "struct holdover_" + of.name();
            String name = member.count() == 1 ? member.name() : member.name() + "[" + member.count() + "]";
            text.line("    %s %s; /* %d: %s */", type, name, member.at(), member.doc());
            at = member.end();
        }
        gap(at, struct.bytes());
        text.line("};");
        assertion("sizeof(struct holdover_" + struct.name() + ") == " + struct.bytes(), struct.name());
        for (Struct.Member member : struct.members()) {
            String where = "offsetof(struct holdover_" + struct.name() + ", " + member.name() + ")";
            assertion(where + " == " + member.at(), struct.name() + "." + member.name());
        }
        text.line();
    }

    private void gap(int from, int to) {
        if (from < to) {
            text.line("    uint8_t zero_%d[%d];", from, to - from);
        }
    }

    private void assertion(String condition, String message) {
        text.line("HOLDOVER_STATIC_ASSERT(%s, \"%s\");", condition, message);
    }

    /** The parts of a slot, one behind the other, as functions of the layout's parameters. */
    private void slotParts() {
        List<String> sizes = List.of(
                "HOLDOVER_BLOCK_BYTES",
                "holdover_whole((uint64_t)log_slots * HOLDOVER_SUBMISSION_BYTES)",
                "holdover_whole((uint64_t)log_slots * HOLDOVER_COMPLETION_BYTES)",
                "holdover_whole((uint64_t)log_slots * HOLDOVER_LOG_HEADER_BYTES)",
                "holdover_whole(peers * ((user_bytes / HOLDOVER_BLOCK_BYTES + 63) / 64 * 8))",
                "(uint64_t)log_slots * HOLDOVER_BLOCK_BYTES",
                "user_bytes",
                "holdover_whole((user_bytes / HOLDOVER_BLOCK_BYTES + 63) / 64 * 8)",
                "user_bytes");
        List<String> parts = List.of(
                "submissions",
                "completions",
                "log_headers",
                "dirty_maps",
                "payloads",
                "image",
                "pre_image_map",
                "pre_image",
                "slot_end");
        comment("Offsets within a slot, whose control page comes first");
        text.line("static inline uint64_t holdover_whole(uint64_t bytes)");
        text.line("{");
        text.line("    return (bytes + HOLDOVER_BLOCK_BYTES - 1) / HOLDOVER_BLOCK_BYTES * HOLDOVER_BLOCK_BYTES;");
        text.line("}");
        for (int i = 0; i < parts.size(); i++) {
            text.line();
            text.line(
                    "static inline uint64_t holdover_%s(uint64_t user_bytes, uint32_t log_slots, uint32_t peers)",
                    parts.get(i));
            text.line("{");
            if (i == 0) {
                text.line("    (void)user_bytes;");
                text.line("    (void)log_slots;");
                text.line("    (void)peers;");
                text.line("    return %s;", sizes.get(0));
            } else {
                text.line("    return holdover_%s(user_bytes, log_slots, peers)", parts.get(i - 1));
                text.line("        + %s;", sizes.get(i));
            }
            text.line("}");
        }
        text.line();
    }

    private void comment(String words) {
        text.line("/* %s. */", words.replaceAll("[.]$", ""));
    }

    private static String offset(long value) {
        return hex(value, 3) + "u";
    }

    private static String constant(long value, int width) {
        return "UINT" + width * 8 + "_C(" + hex(value, width * 2) + ")";
    }
}
