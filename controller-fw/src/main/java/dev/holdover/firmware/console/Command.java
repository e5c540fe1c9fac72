package dev.holdover.firmware.console;

/** What can be typed. The ordinal stands in notices. */
public enum Command {
    NONE("", ""),
    HELP("help", "this list"),
    STATUS("status", "who owns what, the peers, the energy"),
    GATE("gate", "what the host may reach"),
    GATE_SHUT("gate shut", "fence the host until gate open, as if it had failed"),
    GATE_OPEN("gate open", "vouch for the host: let it in without a proof"),
    FORCE("force P", "own personality P, whatever the others know"),
    DISCARD("discard", "give up this side of every fork"),
    RETURN("return P", "send guest P home now"),
    REPLACE("replace battery N", "leave battery N out of the budget, to be pulled"),
    FETCH("fetch P", "ask a peer for the image of P, and check it"),
    FETCH_PART("fetch P O L", "the same for L KiB of it from KiB O on"),
    RESET("reset", "let the watchdog reset the processor"),
    UPDATE("update", "the firmware images in both slots"),
    UPDATE_ACTIVATE("update activate", "let the next reset boot the image that was sent"),
    UPDATE_ABORT("update abort", "give up the update that is under way");

    static final int USAGE_WIDTH = 20;

    private static final int MOST_NUMBERS = 3;
    private static final int DIGITS = 7;

    private static final Command[] VALUES = values();

    private final String usage;
    private final String help;

    Command(String usage, String help) {
        this.usage = usage;
        this.help = help;
    }

    /** The command behind a notice. */
    public static Command at(long ordinal) {
        return VALUES[(int) ordinal];
    }

    /** As it is typed; P stands for a personality's number, N for a battery's, O and L for KiB. */
    public String usage() {
        return usage;
    }

    String help() {
        return help;
    }

    private static boolean isNumber(String usageWord) {
        return usageWord.length() == 1 && Character.isUpperCase(usageWord.charAt(0));
    }

    /** The numbers in what was typed, in their order; -1 for one that is none. */
    int[] numbers(String[] typed) {
        String[] words = words();
        int[] numbers = new int[MOST_NUMBERS];
        int count = 0;
        for (int i = 0; i < words.length; i++) {
            if (isNumber(words[i])) {
                numbers[count++] = number(typed[i]);
            }
        }
        return numbers;
    }

    private static int number(String word) {
        boolean plain = word.length() <= DIGITS && word.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(word) : -1;
    }

    /** The command that was typed, {@link #NONE} if none is like it. */
    static Command of(String[] typed) {
        for (Command command : VALUES) {
            if (command != NONE && command.fits(typed)) {
                return command;
            }
        }
        return NONE;
    }

    /** What would have been right. */
    static String hint(String[] typed) {
        StringBuilder right = new StringBuilder();
        for (Command command : VALUES) {
            if (command != NONE && command.words()[0].equals(typed[0])) {
                right.append(right.length() == 0 ? "" : " | ").append(command.usage);
            }
        }
        return right.length() == 0 ? "no such command; type help" : "type: " + right;
    }

    private String[] words() {
        return usage.split(" ", -1);
    }

    private boolean fits(String[] typed) {
        String[] words = words();
        if (typed.length != words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!isNumber(words[i]) && !words[i].equals(typed[i])) {
                return false;
            }
        }
        return true;
    }
}
