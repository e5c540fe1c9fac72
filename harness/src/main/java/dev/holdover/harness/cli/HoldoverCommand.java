package dev.holdover.harness.cli;

import picocli.CommandLine.Command;

/** The command without a subcommand. */
@Command(
        name = "holdover",
        versionProvider = Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "An NVRAM fail-over card as software: runs scenarios against its model, firmware and driver.",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything held",
            "1:an invariant or an expectation broke",
            "2:bad input or usage",
            "3:could not run here"
        },
        footer = {
            "",
            "Examples:",
            "  holdover run scenarios/host-crash.yaml     play a scenario and tell its story",
            "  holdover run scenarios --quiet             play all of them, a line each",
            "  holdover faults host-crash                 what a fault does",
            "  holdover COMMAND --help                    more about a command"
        })
final class HoldoverCommand extends Subcommand {
    HoldoverCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        throw Refusal.badInput("no command given; see 'holdover --help'");
    }
}
