package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.BuildId;
import dev.holdover.harness.campaign.Capsule;
import dev.holdover.harness.campaign.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a campaign leaves. */
final class CampaignReport {
    private CampaignReport() {}

    /** Writes a capsule for each failure. */
    static void write(Path folder, Totals totals) throws IOException {
        Files.createDirectories(folder);
        for (Totals.Group group : totals.groups()) {
            for (Totals.Group.Member member : group.members()) {
                new Capsule(
                                BuildId.get(),
                                member.file(),
                                "",
                                member.failure().seed(),
                                member.failure().finding(),
                                member.failure().plan())
                        .write(folder.resolve(capsule(member)));
            }
        }
    }

    /** The file's name of a failure's capsule. */
    static String capsule(Totals.Group.Member member) {
        String name = String.valueOf(Path.of(member.file()).getFileName()).replaceFirst("\\.ya?ml$", "");
        return name + "-" + member.failure().seed() + Capsule.SUFFIX;
    }
}
