package dev.holdover.harness.archfixture;

/** Breaks the rule that only the command exits and prints. */
public final class Exits {
    private Exits() {}

    static final class CallsExit {
        void run() {
            System.exit(1);
        }
    }

    static final class Prints {
        void run() {
            System.out.println();
        }
    }
}
