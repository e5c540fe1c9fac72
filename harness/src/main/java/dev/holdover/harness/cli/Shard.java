package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.SeedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads which part of a campaign is meant. */
final class Shard implements ITypeConverter<Shard.Part> {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})/([1-9]\\d{0,5})");

    /** The {@code number}-th of {@code of} parts, from 1. */
    record Part(int number, int of) {
        List<SeedBlock> of(List<SeedBlock> blocks) {
            List<SeedBlock> mine = new ArrayList<>();
            for (int i = number - 1; i < blocks.size(); i += of) {
                mine.add(blocks.get(i));
            }
            return mine;
        }
    }

    @Override
    public Part convert(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches() && Integer.parseInt(form.group(1)) <= Integer.parseInt(form.group(2))) {
            return new Part(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        }
        throw new TypeConversionException("'" + text + "' is no part; write 1/8 for the first of eight");
    }
}
