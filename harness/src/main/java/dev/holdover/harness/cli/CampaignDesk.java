package dev.holdover.harness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.campaign.Ledger;
import dev.holdover.harness.campaign.SeedBlock;
import dev.holdover.harness.campaign.Tally;
import dev.holdover.harness.campaign.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps a campaign's books while it runs, shows how far it is, and tells in the end what came of it. */
final class CampaignDesk implements AutoCloseable {
    private static final int BAR = 24;

    private final Console console;
    private final Progress progress;
    private final @Nullable Ledger ledger;
    private final CampaignTexts texts;
    private final Totals totals = new Totals();
    private final @Nullable Path report;
    private final Map<String, JsonNode> files;
    private final String command;
    private final long startedNs = System.nanoTime();
    private long wanted;
    private long before;
    private long played;

    CampaignDesk(Console console, @Nullable Path report, Map<String, JsonNode> files, String command)
            throws IOException {
        this.command = command;
        this.console = console;
        this.report = report;
        this.files = files;
        this.ledger = report == null ? null : Ledger.open(report, files);
        this.texts = new CampaignTexts(console.palette());
        this.progress = new Progress(console);
    }

    /** How many seeds are wanted, of which the blocks' are played here. */
    void begin(List<SeedBlock> blocks) {
        wanted = blocks.stream()
                .mapToLong(block -> block.to() - block.from() + 1)
                .sum();
        progress.doing(1, 1, "campaign of " + wanted + " seeds");
    }

    /** What is still to be done of these blocks; the rest was done by an earlier command. */
    List<SeedBlock> open(List<SeedBlock> blocks) {
        if (ledger == null) {
            return blocks;
        }
        List<String> names = List.copyOf(files.keySet());
        List<SeedBlock> open = new ArrayList<>();
        for (SeedBlock block : blocks) {
            if (!ledger.has(names.get(block.file()), block)) {
                open.add(block);
            }
        }
        for (Tally tally : ledger.tallies()) {
            // What is played again with more seeds is counted then.
            if (open.stream().noneMatch(block -> tally.file().equals(names.get(block.file())) && tally.in(block))) {
                totals.add(tally);
            }
        }
        before = totals.seeds();
        return open;
    }

    /** A block is done. */
    void done(Tally tally) {
        synchronized (totals) {
            totals.add(tally);
            played += tally.seeds();
        }
        if (ledger != null) {
            try {
                ledger.add(tally);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        progress.doing(1, 1, line());
    }

    int failed() {
        synchronized (totals) {
            return totals.failed();
        }
    }

    private String line() {
        double seconds = (System.nanoTime() - startedNs) / 1e9;
        double share = Math.min(1, (double) totals.seeds() / Math.max(1, wanted));
        int full = (int) (share * BAR);
        boolean unicode = console.palette().unicode();
        String bar = (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : ".").repeat(BAR - full);
        return String.format(
                Locale.ROOT,
                "%s %3.0f %% %,d of %,d seeds, %.1f seeds/s, %s, %d states x faults",
                bar,
                100 * share,
                totals.seeds(),
                wanted,
                played / seconds,
                totals.failed() == 0 ? "no failure" : totals.failed() + " failed",
                CampaignTexts.reached(totals.coverage()));
    }

    /** Tells what came of it, and writes the reports. */
    int end(boolean interrupted, int threads) throws IOException {
        progress.clear();
        double seconds = (System.nanoTime() - startedNs) / 1e9;
        Path folder = report;
        if (folder == null && totals.failed() > 0) {
            folder = Files.createTempDirectory("holdover-campaign");
        }
        if (folder != null) {
            progress.doing(1, 1, "writing reports");
            CampaignReport.write(folder, totals, command, seconds, threads);
            progress.clear();
        }
        console.print(texts.summary(totals, played, before, seconds, threads, folder));
        if (interrupted) {
            console.complain("stopped after " + totals.seeds() + " of " + wanted + " seeds"
                    + (report == null ? "" : "; the same command goes on from there"));
        }
        return totals.failed() == 0 ? Status.HELD : Status.BROKEN;
    }

    @Override
    public void close() throws IOException {
        progress.close();
        if (ledger != null) {
            ledger.close();
        }
    }
}
