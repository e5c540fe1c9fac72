package dev.holdover.model.archfixture;

import picocli.CommandLine;

/** Breaks the rule that the model knows the JDK only. */
public record KnowsPicocli(CommandLine commandLine) {}
