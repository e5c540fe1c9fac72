package dev.holdover.harness.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have in common. */
@SuppressWarnings("UnusedVariable") // picocli acts on these options itself
abstract class Subcommand implements Callable<Integer> {
    final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 90,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 91,
            description = "Show the version and exit.")
    private boolean version;

    /** {@link Main} looks for it itself, because it also counts where the command line cannot be understood. */
    @Option(names = Main.DEBUG, order = 92, description = "Show where in the program an error comes from.")
    private boolean debug;

    Subcommand(Console console) {
        this.console = console;
    }
}
