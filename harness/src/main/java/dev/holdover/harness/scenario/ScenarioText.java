package dev.holdover.harness.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads a file's text, and refuses what no YAML parser should see. */
final class ScenarioText {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private ScenarioText() {}

    static byte[] bytes(Path file, Problems problems) {
        if (Files.isDirectory(file)) {
            throw Problems.unreadable(file.toString(), "is a directory; name a scenario file in it");
        }
        byte[] bytes;
        // One byte more than allowed tells that a file is too large, also where its size is not known before.
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlReader.MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw Problems.unreadable(file.toString(), "no such file; check the path");
        } catch (AccessDeniedException e) {
            throw Problems.unreadable(file.toString(), "may not be read; check its permissions");
        } catch (IOException e) {
            throw Problems.unreadable(file.toString(), "cannot be read (" + e.getMessage() + "); name a scenario file");
        }
        if (bytes.length > YamlReader.MOST_BYTES) {
            throw problems.stop(Place.START, "the file is larger than 1MiB; a scenario is a few KiB");
        }
        return bytes;
    }

    static String text(byte[] bytes, Problems problems) {
        return check(decode(bytes, problems), problems);
    }

    private static String decode(byte[] bytes, Problems problems) {
        // A fresh decoder reports malformed bytes instead of replacing them.
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            String hex = Integer.toHexString(bytes[in.position()] & 0xFF);
            throw problems.stop(end(text, text.length()), "byte 0x" + hex + " is not UTF-8; save the file as UTF-8");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String check(String text, Problems problems) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c) || c == BYTE_ORDER_MARK) {
                throw problems.stop(end(text, i), String.format("character U+%04X cannot stand in YAML; remove it", c));
            }
        }
        return text;
    }

    /** The place right after the first {@code length} chars. */
    private static Place end(String text, int length) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(line, text.codePointCount(lineStart, length) + 1, "");
    }
}
