package dev.holdover.model.export;

import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Lines of text, and how the exporters write numbers. */
final class Text {
    private final StringBuilder lines = new StringBuilder();

    void line(String format, Object... arguments) {
        lines.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    void line() {
        lines.append('\n');
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    static String hex(long value, int digits) {
        String bare = Long.toHexString(value);
        return "0x" + "0".repeat(Math.max(0, digits - bare.length())) + bare;
    }

    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    static List<Field> fields(Register register) {
        return Arrays.stream(Field.values())
                .filter(field -> field.register() == register)
                .sorted((a, b) -> Integer.compare(a.lsb(), b.lsb()))
                .toList();
    }

    static List<Register> registers(Block block) {
        return Arrays.stream(Register.values())
                .filter(register -> register.block() == block)
                .sorted((a, b) -> Integer.compare(a.offset(), b.offset()))
                .toList();
    }
}
