package dev.holdover.harness.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The file in which a campaign keeps what it has done, so that it can go on after it was stopped: a head, and a line
 * for each block of seeds. What was cut off in the middle of a line counts as not done.
 */
public final class Ledger implements AutoCloseable {
    /** Its name in a report's folder. */
    public static final String NAME = "campaign.jsonl";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BUILD = "build";
    private static final String FILES = "files";

    private final Path path;
    private final Writer writer;
    private final Map<String, Tally> done;

    private Ledger(Path path, Writer writer, Map<String, Tally> done) {
        this.path = path;
        this.writer = writer;
        this.done = done;
    }

    /** A ledger that cannot be used; the message is one line for the user. */
    public static final class LedgerException extends IOException {
        private static final long serialVersionUID = 1L;

        LedgerException(String message) {
            super(message);
        }
    }

    /**
     * Opens the ledger of a folder, or begins one.
     *
     * @param files what each file says
     * @throws LedgerException if it is that of other files or of another build
     */
    public static Ledger open(Path folder, Map<String, JsonNode> files) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve(NAME);
        String head = head(files);
        Map<String, Tally> done = new LinkedHashMap<>();
        if (Files.exists(path) && Files.size(path) > 0) {
            List<String> lines = wholeLines(path);
            if (!lines.isEmpty()) {
                check(path, lines.get(0), head);
                tallies(path, lines).forEach(tally -> keep(done, tally));
            }
            // Written anew, so that a line that was cut off does not spoil the next one.
            write(folder, head, done.values());
        } else {
            Files.writeString(path, head + "\n");
        }
        Writer writer = Files.newBufferedWriter(path, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        return new Ledger(path, writer, done);
    }

    /** What stands in a folder's ledger. */
    public static List<Tally> read(Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        if (!Files.exists(path)) {
            throw new LedgerException(folder + ": holds no campaign; name what was given to 'campaign --report'");
        }
        List<String> lines = wholeLines(path);
        if (lines.isEmpty()) {
            throw new LedgerException(path + ": is empty; run the campaign again");
        }
        Map<String, Tally> done = new LinkedHashMap<>();
        tallies(path, lines).forEach(tally -> keep(done, tally));
        return List.copyOf(done.values());
    }

    /** The head of a folder's ledger: which build, and which files. */
    public static String headOf(Path folder) throws IOException {
        List<String> lines = wholeLines(folder.resolve(NAME));
        return lines.isEmpty() ? "" : lines.get(0);
    }

    /** Writes a folder's ledger, in place of the one that is there. */
    public static void write(Path folder, String head, Collection<Tally> tallies) throws IOException {
        Files.createDirectories(folder);
        Path whole = folder.resolve(NAME + ".new");
        try (Writer fresh = Files.newBufferedWriter(whole, StandardCharsets.UTF_8)) {
            write(fresh, head);
            for (Tally tally : tallies) {
                write(fresh, tally.line());
            }
        }
        Files.move(whole, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Tally> tallies(Path path, List<String> lines) throws LedgerException {
        List<Tally> tallies = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                tallies.add(Tally.read(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new LedgerException(
                        path + ":" + (i + 1) + ":1: " + e.getMessage() + "; take the line out to play its seeds again");
            }
        }
        return tallies;
    }

    /** A block that was asked for again with more seeds takes the place of the shorter one. */
    private static void keep(Map<String, Tally> done, Tally tally) {
        Tally before = done.get(key(tally.file(), tally.from()));
        if (before == null || before.seeds() < tally.seeds()) {
            done.put(key(tally.file(), tally.from()), tally);
        }
    }

    private static String key(String file, long seed) {
        return Math.floorDiv(seed, SeedBlock.SIZE) + " " + file;
    }

    private static List<String> wholeLines(Path path) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        }
        boolean cut = !lines.isEmpty() && !lines.get(lines.size() - 1).endsWith("}");
        return cut ? lines.subList(0, lines.size() - 1) : lines;
    }

    private static String head(Map<String, JsonNode> files) {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("campaign", 1).put(BUILD, BuildId.get());
        ObjectNode named = head.putObject(FILES);
        files.forEach((file, tree) -> {
            CRC32 crc = new CRC32();
            crc.update(tree.toString().getBytes(StandardCharsets.UTF_8));
            named.put(file, crc.getValue());
        });
        return head.toString();
    }

    private static void check(Path path, String there, String here) throws IOException {
        if (there.equals(here)) {
            return;
        }
        JsonNode first;
        try {
            first = JSON.readTree(there);
        } catch (JsonProcessingException e) {
            throw new LedgerException(path + ":1:1: is no head of a campaign; name another folder");
        }
        JsonNode second = JSON.readTree(here);
        boolean build = first.path(BUILD).equals(second.path(BUILD));
        throw new LedgerException(path + ": belongs to a campaign of " + (build ? "other files" : "another build")
                + "; name another folder, or remove this one");
    }

    /** Whether the folder's campaign has this block already. */
    public boolean has(String file, SeedBlock block) {
        Tally tally = done.get(key(file, block.from()));
        return tally != null && tally.from() <= block.from() && tally.to() >= block.to();
    }

    /** All that is done, also by earlier commands. */
    public List<Tally> tallies() {
        return List.copyOf(done.values());
    }

    /** Keeps what a block gave. */
    public void add(Tally tally) throws IOException {
        keep(done, tally);
        write(writer, tally.line());
        writer.flush();
    }

    private static void write(Writer writer, String line) throws IOException {
        writer.write(line);
        writer.write('\n');
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
