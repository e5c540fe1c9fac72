package dev.holdover.harness.cli;

import dev.holdover.harness.scenario.DidYouMean;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line. */
final class Usage {
    private Usage() {}

    static String complaint(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String what = what(e, spec);
        return what.endsWith("?") ? what : what + "; see '" + spec.qualifiedName() + " --help'";
    }

    private static String what(ParameterException e, CommandSpec spec) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            String message = String.valueOf(e.getMessage());
            return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
        }
        String argument = unmatched.getUnmatched().get(0);
        if (argument.startsWith("-") && argument.length() > 1) {
            String name = argument.replaceFirst("=.*", "");
            return "unknown option '" + name + "'; " + DidYouMean.hint(name, options(spec));
        }
        return spec.subcommands().isEmpty()
                ? "unexpected argument '" + argument + "'"
                : "unknown command '" + argument + "'; "
                        + DidYouMean.hint(argument, spec.subcommands().keySet());
    }

    private static List<String> options(CommandSpec spec) {
        return spec.options().stream().map(option -> option.longestName()).toList();
    }
}
