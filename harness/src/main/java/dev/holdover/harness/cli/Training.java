package dev.holdover.harness.cli;

/** Does a little of everything, so that the launcher learns which classes to keep at hand. */
final class Training {
    private Training() {}

    /** Plays the scenario {@code args[0]}, among others. */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        Main.execute(console, "--help");
        Main.execute(console, "no-such-command");
        Main.execute(console, "run", args[0], "--set", "duration=200ms");
        Main.execute(console, "run", args[0], "--set", "duration=20ms", "--json");
    }
}
