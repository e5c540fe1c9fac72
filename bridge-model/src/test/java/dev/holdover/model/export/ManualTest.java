package dev.holdover.model.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.SaveCause;
import dev.holdover.model.layout.Struct;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The manual, and what holds for every export. */
class ManualTest {
    private final List<String> lines = ExportFormat.MARKDOWN.render().lines().toList();

    @Test
    void hasARowForEveryRegister() {
        for (Register register : Register.values()) {
            String name = register.count() > 1 ? register + "\\[" + register.count() + "\\]" : register.name();
            String row = "\\| 0x0*" + Integer.toHexString(register.offset()) + " \\| " + name + " \\| "
                    + register.width() * 8 + " \\| .*";
            List<String> found =
                    lines.stream().filter(line -> line.matches(row)).toList();
            assertEquals(1, found.size(), register.name());
            assertEquals(register.throughGate(), found.get(0).contains("| open |"), register.name());
            assertEquals(register.banked(), found.get(0).contains("(banked)"), register.name());
        }
    }

    @Test
    void hasARowForEveryFieldAndMember() {
        for (Field field : Field.values()) {
            assertTrue(lines.stream().anyMatch(line -> line.contains("| " + field + " |")), field.name());
        }
        for (Struct struct : Struct.all()) {
            for (Struct.Member member : struct.members()) {
                String start = "| " + member.at() + " | ";
                assertTrue(
                        lines.stream().anyMatch(line -> line.startsWith(start) && line.contains(member.name())),
                        struct.name() + "." + member.name());
            }
        }
    }

    @Test
    void hasARowForEveryRegisterAndFieldOfADaughterPage() {
        for (DaughterRegister register : DaughterRegister.values()) {
            String row = "| +0x" + String.format("%02x", register.offset()) + " | " + register + " |";
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(row)), row);
        }
        for (DaughterField field : DaughterField.values()) {
            assertTrue(lines.stream().anyMatch(line -> line.contains("| " + field + " |")), field.name());
        }
    }

    /** A field that is said to hold "a Role" holds numbers that a reader must be able to look up. */
    @Test
    void namesTheValuesOfEveryFieldThatHoldsAnEnumeration() {
        int found = 0;
        for (Field field : Field.values()) {
            if (field.doc().matches("An? [A-Z][a-z]+[A-Za-z]*")) {
                assertNotNull(Enumeration.of(field), field + ": " + field.doc());
                found++;
            }
        }
        assertTrue(found >= 3, found + " fields");
        for (SaveCause cause : SaveCause.values()) {
            assertTrue(lines.stream().anyMatch(line -> line.contains(cause.doc())), cause.name());
        }
    }

    @Test
    void keepsEveryTableRectangular() {
        int columns = 0;
        for (String line : lines) {
            int bars = line.startsWith("|")
                    ? line.replace("\\|", "").replaceAll("[^|]", "").length()
                    : 0;
            assertTrue(columns == 0 || bars == 0 || bars == columns, line);
            columns = bars;
        }
    }

    @Test
    void everyExportIsTheSameInEveryLocaleAndPlainAscii() {
        Locale before = Locale.getDefault();
        for (ExportFormat format : ExportFormat.values()) {
            String text = format.render();
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            try {
                assertEquals(text, format.render());
            } finally {
                Locale.setDefault(before);
            }
            assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), format.name());
            assertTrue(text.endsWith("\n"));
        }
    }
}
