package dev.holdover.harness.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell. */
final class Table {
    private static final int GAP = 2;

    private final List<String[]> rows = new ArrayList<>();
    private final String indent;

    Table() {
        this("");
    }

    Table(String indent) {
        this.indent = indent;
    }

    void row(String... cells) {
        rows.add(cells.clone());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < row.length; column++) {
                line.append(row[column]).append(" ".repeat(width(column) + GAP - row[column].length()));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.length > column)
                .mapToInt(row -> row[column].length())
                .max()
                .orElse(0);
    }
}
