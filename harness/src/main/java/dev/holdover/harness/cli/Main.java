package dev.holdover.harness.cli;

import dev.holdover.harness.scenario.ScenarioException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The {@code holdover} command. */
public final class Main {
    static final String DEBUG = "--debug";

    private final Console console;
    private final boolean debug;

    private Main(Console console, List<String> args) {
        this.console = console;
        this.debug = args.contains(DEBUG);
    }

    /** Runs the command in this process. */
    public static void main(String[] args) {
        System.exit(execute(Console.ofProcess(), args));
    }

    /** Runs the command and says its exit status. */
    static int execute(Console console, String... args) {
        return new Main(console, Arrays.asList(args)).run(args);
    }

    private int run(String... args) {
        try {
            return commandLine().execute(args);
        } catch (OutOfMemoryError e) {
            return refuse(Status.CANNOT_RUN, "out of memory; give more, as in HOLDOVER_JAVA_OPTS=-Xmx2g", e);
        } catch (LinkageError | StackOverflowError e) {
            return refuse(Status.CANNOT_RUN, "cannot run here: " + e, e);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    private CommandLine commandLine() {
        CommandLine root = new CommandLine(new HoldoverCommand(console));
        for (Subcommand command : commands()) {
            CommandLine line = new CommandLine(command);
            root.addSubcommand(line);
            line.getCommandSpec().versionProvider(new Version());
        }
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setUsageHelpAutoWidth(false);
        root.setOut(new PrintWriter(console.out(), true, StandardCharsets.US_ASCII));
        root.setErr(new PrintWriter(console.err(), true, StandardCharsets.US_ASCII));
        root.setColorScheme(Help.defaultColorScheme(console.ansi()));
        root.setParameterExceptionHandler((e, args) -> refuse(Status.BAD_INPUT, Usage.complaint(e), e));
        root.setExecutionExceptionHandler((e, line, result) -> refuse(e));
        return root;
    }

    private List<Subcommand> commands() {
        return List.of(
                new RunCommand(console),
                new CampaignCommand(console),
                new ReplayCommand(console),
                new ShrinkCommand(console),
                new CoverageCommand(console),
                new MergeCommand(console),
                new CheckCommand(console),
                new ClaimsCommand(console),
                new FaultsCommand(console),
                new InvariantsCommand(console),
                new RegsCommand(console),
                new VerifyDeterminismCommand(console),
                new FiguresCommand(console),
                new BenchCommand(console));
    }

    private int refuse(Exception e) {
        if (e instanceof Refusal refusal) {
            return refuse(refusal.status(), String.valueOf(e.getMessage()), e);
        }
        if (e instanceof ScenarioException) {
            return refuse(Status.BAD_INPUT, String.valueOf(e.getMessage()), e);
        }
        return refuse(Status.CANNOT_RUN, "internal error: " + e + "; " + DEBUG + " shows where", e);
    }

    private int refuse(int status, String text, Throwable cause) {
        console.complain(text);
        if (debug) {
            cause.printStackTrace(console.err());
        }
        return status;
    }
}
