package dev.holdover.model.export;

import static dev.holdover.model.export.Text.hex;

import dev.holdover.model.contract.Access;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import java.util.List;

/**
 * The registers as CMSIS-SVD, as one side sees them. What is not there for that side is left out; the
 * base addresses are those within BAR0.
 */
final class Svd {
    private final Text text = new Text();
    private final Side side;

    Svd(Side side) {
        this.side = side;
    }

    String render() {
        long version = Register.VERSION.resetValue();
        text.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        text.line("<!-- Generated from the register map: do not edit. SPDX-License-Identifier: Apache-2.0 -->");
        text.line("<device schemaVersion=\"1.3\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xs:noNamespaceSchemaLocation=\"CMSIS-SVD.xsd\">");
        text.line("  <vendor>Holdover</vendor>");
        text.line("  <name>%s</name>", side == Side.HOST ? "HOLDOVER" : "HOLDOVER_CARD");
        text.line("  <version>%d.%d</version>", Field.VERSION_MAJOR.get(version), Field.VERSION_MINOR.get(version));
        text.line(
                "  <description>NVRAM fail-over card, registers as the %s sees them</description>",
                side == Side.HOST ? "host" : "embedded processor");
        text.line("  <addressUnitBits>8</addressUnitBits>");
        text.line("  <width>64</width>");
        text.line("  <size>32</size>");
        text.line("  <access>read-write</access>");
        text.line("  <resetValue>0x00000000</resetValue>");
        text.line("  <resetMask>0xffffffff</resetMask>");
        text.line("  <peripherals>");
        for (Block block : Block.values()) {
            peripheral(block);
        }
        text.line("  </peripherals>");
        text.line("</device>");
        return text.toString();
    }

    private void peripheral(Block block) {
        List<Register> visible = Text.registers(block).stream()
                .filter(register -> register.access(side) != Access.NONE)
                .toList();
        if (visible.isEmpty()) {
            return;
        }
        text.line("    <peripheral>");
        text.line("      <name>%s</name>", block);
        text.line("      <description>%s</description>", escape(block.doc()));
        text.line("      <baseAddress>%s</baseAddress>", hex(block.offset(), 8));
        text.line("      <addressBlock>");
        text.line("        <offset>0x0</offset>");
        text.line("        <size>%s</size>", hex(block.size(), 1));
        text.line("        <usage>registers</usage>");
        text.line("      </addressBlock>");
        text.line("      <registers>");
        visible.forEach(this::register);
        text.line("      </registers>");
        text.line("    </peripheral>");
    }

    private void register(Register register) {
        text.line("        <register>");
        if (register.count() > 1) {
            text.line("          <dim>%d</dim>", register.count());
            text.line("          <dimIncrement>%s</dimIncrement>", hex(register.width(), 1));
        }
        text.line("          <name>%s%s</name>", register, register.count() > 1 ? "[%s]" : "");
        text.line("          <description>%s</description>", escape(register.doc()));
        text.line(
                "          <addressOffset>%s</addressOffset>",
                hex(register.offset() - register.block().offset(), 1));
        text.line("          <size>%d</size>", register.width() * 8);
        text.line("          <access>%s</access>", access(register.access(side)));
        int digits = register.width() * 2;
        boolean known = register.resetIsKnown() && register.access(side).readable();
        text.line("          <resetValue>%s</resetValue>", hex(known ? register.readAfterReset() : 0, digits));
        text.line("          <resetMask>%s</resetMask>", hex(known ? -1L >>> 64 - register.width() * 8 : 0, digits));
        switch (register.access(side)) {
            case RW1C -> text.line("          <modifiedWriteValues>oneToClear</modifiedWriteValues>");
            case W1S -> text.line("          <modifiedWriteValues>oneToSet</modifiedWriteValues>");
            default -> {
                // A plain write, which is what "modify" would say.
            }
        }
        if (register.readChanges()) {
            text.line("          <readAction>modify</readAction>");
        }
        List<Field> fields = Text.fields(register);
        if (!fields.isEmpty()) {
            text.line("          <fields>");
            fields.forEach(this::field);
            text.line("          </fields>");
        }
        text.line("        </register>");
    }

    private void field(Field field) {
        text.line("            <field>");
        text.line("              <name>%s</name>", field);
        text.line("              <description>%s</description>", escape(field.doc()));
        text.line("              <bitOffset>%d</bitOffset>", field.lsb());
        text.line("              <bitWidth>%d</bitWidth>", field.bits());
        Enumeration enumeration = Enumeration.of(field);
        if (enumeration != null) {
            text.line("              <enumeratedValues>");
            text.line("                <name>%s</name>", enumeration.name());
            for (Enumeration.Value value : enumeration.values()) {
                text.line("                <enumeratedValue>");
                text.line("                  <name>%s</name>", value.name());
                text.line("                  <description>%s</description>", escape(value.doc()));
                text.line("                  <value>%d</value>", value.value());
                text.line("                </enumeratedValue>");
            }
            text.line("              </enumeratedValues>");
        }
        text.line("            </field>");
    }

    private static String access(Access access) {
        if (!access.writable()) {
            return "read-only";
        }
        return access.readable() ? "read-write" : "write-only";
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
