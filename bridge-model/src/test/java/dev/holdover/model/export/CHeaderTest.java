package dev.holdover.model.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.DaughterField;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The C header against real compilers. */
class CHeaderTest {
    @TempDir
    Path folder;

    @Test
    void compilesAsC11AndAsCxxWithoutAWarning() throws Exception {
        writeHeader();
        List<String> flags = List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-fsyntax-only");
        for (List<String> compiler : List.of(List.of("gcc", "-std=c11"), List.of("g++", "-std=c++17"))) {
            Path unit = folder.resolve(compiler.get(0).equals("gcc") ? "unit.c" : "unit.cc");
            Files.writeString(unit, "#include \"holdover.h\"\n#include \"holdover.h\"\n");
            List<String> command = new ArrayList<>(compiler);
            command.addAll(flags);
            command.add(unit.toString());
            assertEquals("", run(command));
        }
    }

    @Test
    void givesEachRegisterAndFieldTheValueThatJavaUses() throws Exception {
        StringBuilder source = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (Register register : Register.values()) {
            for (int n = 0; n < register.count(); n++) {
                value(source, "HOLDOVER_" + register + (register.count() > 1 ? "(" + n + ")" : ""));
                expected.append(Integer.toHexString(register.offset(n))).append('\n');
            }
            if (register.resetIsKnown()) {
                value(source, "HOLDOVER_" + register + "_RESET");
                expected.append(Long.toHexString(register.readAfterReset())).append('\n');
            }
        }
        for (Field field : Field.values()) {
            value(source, "HOLDOVER_" + field + "_MASK");
            value(source, "HOLDOVER_" + field + "_SHIFT");
            expected.append(Long.toHexString(field.mask())).append('\n');
            expected.append(Integer.toHexString(field.lsb())).append('\n');
        }
        for (DaughterRegister register : DaughterRegister.values()) {
            value(source, "HOLDOVER_NVME_PAGE(3) + HOLDOVER_" + register);
            expected.append(Long.toHexString(register.offset(3))).append('\n');
        }
        for (DaughterField field : DaughterField.values()) {
            String disk = field.register().type() == DaughterType.DISK ? "NVME_" : "";
            value(source, "HOLDOVER_" + disk + field + "_MASK");
            expected.append(Long.toHexString(field.mask())).append('\n');
        }
        for (Enumeration enumeration : Enumeration.all()) {
            for (Enumeration.Value named : enumeration.values()) {
                value(source, "HOLDOVER_" + Text.upper(enumeration.name()) + "_" + named.name());
                expected.append(Integer.toHexString(named.value())).append('\n');
            }
        }
        for (Struct struct : Struct.all()) {
            value(source, "sizeof(struct holdover_" + struct.name() + ")");
            expected.append(Integer.toHexString(struct.bytes())).append('\n');
        }
        assertEquals(expected.toString(), runProgram(source));
    }

    @Test
    void placesThePartsOfASlotWhereTheLayoutDoes() throws Exception {
        StringBuilder source = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (long userBytes : new long[] {4096, 63 * 4096, 4096 * 4097L, 1L << 34}) {
            for (int logSlots : new int[] {8, 64, 128, 4096}) {
                int peers = 1 + logSlots % 7;
                NvramLayout layout = new NvramLayout(userBytes, logSlots, 1, peers);
                String arguments = "(UINT64_C(" + userBytes + "), " + logSlots + "u, " + peers + "u)";
                for (String part : List.of(
                        "submissions",
                        "completions",
                        "log_headers",
                        "dirty_maps",
                        "payloads",
                        "image",
                        "pre_image_map",
                        "pre_image",
                        "slot_end")) {
                    value(source, "holdover_" + part + arguments);
                }
                for (long at : new long[] {
                    layout.submissions(),
                    layout.completions(),
                    layout.headers(),
                    layout.dirtyMap(),
                    layout.payloads(),
                    layout.image(),
                    layout.preImageMap(),
                    layout.preImage(),
                    layout.slotBytes()
                }) {
                    expected.append(Long.toHexString(at)).append('\n');
                }
            }
        }
        assertEquals(expected.toString(), runProgram(source));
    }

    @Test
    void definesNoNameTwice() {
        TreeMap<String, String> seen = new TreeMap<>();
        for (String line : ExportFormat.C.render().lines().toList()) {
            String[] words = line.trim().split("[ (]+", -1);
            if (words[0].equals("#define") && !words[1].equals("HOLDOVER_STATIC_ASSERT")) {
                assertEquals(null, seen.put(words[1], line));
            } else if (line.matches("    HOLDOVER_[A-Z_]+ = .*")) {
                assertEquals(null, seen.put(words[0], line));
            }
        }
        assertTrue(seen.size() > Register.values().length + 2 * Field.values().length);
    }

    private void writeHeader() throws IOException {
        Files.writeString(folder.resolve(ExportFormat.C.fileName()), ExportFormat.C.render());
    }

    private static void value(StringBuilder source, String expression) {
        source.append("    show((uint64_t)").append(expression).append(");\n");
    }

    private String runProgram(StringBuilder body) throws Exception {
        writeHeader();
        Path unit = folder.resolve("program.c");
        Path program = folder.resolve("program");
        String head = """
                #include <inttypes.h>
                #include <stdio.h>
                #include "holdover.h"
                static void show(uint64_t value) { printf("%" PRIx64 "\\n", value); }
                int main(void) {
                """;
        Files.writeString(unit, head + body + "    return 0;\n}\n");
        assertEquals("", run(List.of("gcc", "-std=c11", "-Werror", "-o", program.toString(), unit.toString())));
        return run(List.of(program.toString()));
    }

    private String run(List<String> command) throws Exception {
        Path output = folder.resolve("output");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException notThere) {
            throw new TestAbortedException(command.get(0) + " is not installed: the header was not compiled");
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> command + " does not end");
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), said);
        return said;
    }
}
